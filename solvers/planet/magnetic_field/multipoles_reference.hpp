#pragma once
#include <array>
#include <vector>

#include "planet/magnetic_field/multipoles.hpp"

namespace vespa::planet {

/// The field and its gradient at one point: gradient[i][j] = ∂B_j/∂x_i.
struct FieldAtPoint {
    std::array<double, 3> b;                        ///< T
    std::array<std::array<double, 3>, 3> gradient;  ///< T/m
};

/// Plain scalar twin of the lane code in multipoles-inl.hpp: one point at a time, Schmidt-normalised
/// derivatives of the Legendre polynomials by their three-term recurrence (Pines 1973, AIAA J. 11, 1508).
class MultipoleReference {
  public:
    /// \param degree 1 … coefficients.degree
    MultipoleReference(MultipoleCoefficients const& coefficients, int degree);

    /// B (T) at a position (m).
    std::array<double, 3> field(std::array<double, 3> const& position) const;

    /// B (T) and its gradient (T/m).
    FieldAtPoint field_and_gradient(std::array<double, 3> const& position) const;

  private:
    struct Term {
        double a, b;                // S_nm dᵐP_n = a u (…)_{n−1} − b (…)_{n−2}
        double g, h;                // T
        double raised_1, raised_2;  // S_nm/S_{n,m+1}, S_nm/S_{n,m+2}
    };
    struct Point;
    struct First;
    struct Second;
    template <class AddOrder>
    void for_each_order(Point const& point, AddOrder&& add_order) const;
    First first_sums(Point const& point) const;
    Second second_sums(Point const& point) const;

    int degree_;
    double radius_m_;
    std::vector<Term> terms_;
    std::vector<double> diagonal_;  // S_mm dᵐP_m over the one of m − 1
};

}  // namespace vespa::planet
