#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace vespa::planet {

/// Highest degree of an internal field that is evaluated: that of the largest published tables (Mars, 134)
/// and some more.
inline constexpr int highest_multipole_degree = 150;

/// Up to this degree the field alone is summed order by order (multipoles-inl.hpp), faster; above it the
/// rounding of that recurrence grows, and the one that goes up the degrees is taken.
inline constexpr int highest_harmonic_degree = 20;

/// Gauss coefficients of an internal field, Schmidt semi-normalised, without the Condon–Shortley phase, for
/// east longitude: with a = radius_m,
///   V = a Σ_n Σ_m (a/r)^{n+1} (g_nm cos mφ + h_nm sin mφ) P_n^m(cos θ),   B = −∇V.
struct MultipoleCoefficients {
    std::string name;                    ///< "JRM33"
    std::string body;                    ///< "jupiter"
    std::string citation;                ///< the paper
    std::string doi;                     ///< "10.1029/2021JE007055"
    double radius_m = 0;                 ///< the radius a the coefficients refer to
    int degree = 0;                      ///< highest n
    int order = 0;                       ///< highest m with a coefficient; all above are zero
    int default_degree = 0;              ///< the degree the authors recommend
    bool dated = false;                  ///< whether the coefficients change with time
    double epoch = 0;                    ///< decimal year that g and h hold for, when dated
    double first_year = 0;               ///< the rates hold from here …
    double last_year = 0;                ///< … to here
    std::vector<double> g, h;            ///< T; term (n, m) at index(n, m), (0, 0) included and zero
    std::vector<double> g_rate, h_rate;  ///< T per year, likewise; empty when not dated

    static std::size_t index(int n, int m) {
        return static_cast<std::size_t>(n) * (static_cast<std::size_t>(n) + 1) / 2 +
               static_cast<std::size_t>(m);
    }
};

/// The coefficients at another date: g + (year − epoch) g_rate. \throws BadInput when they are not dated or
/// the year is outside first_year … last_year; `where` names the place for the message.
MultipoleCoefficients at_epoch(MultipoleCoefficients const& coefficients, double year,
                               std::string const& where);

/// An internal field made ready for lane code: coefficients up to a degree, multiplied by the normalisation
/// and laid out in the order of evaluation. See README.md for the recurrence.
///
/// Columns are orders M from 0 up to highest_column(). Column M has rows n = M … degree. A row has in
/// values(M) the four factors of P̂_nM that serve g_nM, h_nM, g_{n,M−1}, h_{n,M−1}, and in second_values(M)
/// the two of g_{n,M−2}, h_{n,M−2} (zero where M−1 or M−2 is negative). Column 0 serves (n+1) g_n0 alone.
class InternalMultipoles {
  public:
    /// \param degree 1 … coefficients.degree; terms above it are left out
    /// \throws std::invalid_argument for another degree or a radius that is not positive
    InternalMultipoles(MultipoleCoefficients const& coefficients, int degree);

    static constexpr int copies = 4;
    /// A factor as often as AVX2 has lanes, aligned to be an operand in memory.
    struct alignas(copies * sizeof(double)) Factor {
        double copies[InternalMultipoles::copies];
    };
    static constexpr int factors = 4, second_factors = 2;  ///< in a row

    int degree() const { return degree_; }
    double radius_m() const { return radius_m_; }
    double inverse_radius() const { return inverse_radius_; }  ///< 1/m
    /// min(degree, order + 2): columns above contribute nothing, not even to the gradient.
    int highest_column() const { return highest_column_; }
    /// (2n−1)/κ and (n−1)²/κ² for n = 1 … degree: the factors of the recurrence, which is scaled by κ^{n−M},
    /// κ a power of two, to stay in range.
    double const* row_factors() const { return row_factors_.data(); }
    /// Whether no order above 0 contributes.
    bool axial() const { return axial_; }
    /// What the field alone is summed with: for each order m = 1 … degree and row n = m … degree the two
    /// factors of g_nm and h_nm that serve Q_nm and Q_{n,m+1} alike (README.md). None when axial().
    Factor const* field_values() const { return field_values_.data(); }
    /// κ of Q_nm = κ^{n−m} ρ^{n−m} dᵐP_n/duᵐ / (2n−1)!!; a power of two.
    double field_scale() const { return field_scale_; }
    /// A row of order 0 and what else depends on n alone.
    struct ZonalRow {
        double step, fall;  ///< Q_n1 = step w Q_{n−1,1} − fall ρ² Q_{n−2,1}
        double decline;     ///< κ²/((2n−3)(2n−1)): the recurrence from order to order, over ρ²
        double value;       ///< of Q_n1 for ∂V/∂z; 0 in the last row
        double weighted;    ///< of Q_n1 for the radial part: (2n−1) times the value of the row before
    };
    /// n = 2 … degree + 1
    ZonalRow const* zonal_rows() const { return zonal_rows_.data(); }
    /// The value of Q_11 = 1.
    double first_zonal_value() const { return first_zonal_value_; }
    Factor const* values(int column) const { return &values_[factors * first_row(column)]; }
    Factor const* second_values(int column) const {
        return &second_values_[second_factors * first_row(column)];
    }

  private:
    void make_field_values(MultipoleCoefficients const& coefficients);
    // Rows of column M: degree − M + 1. Columns are stored from 0 up.
    std::size_t first_row(int column) const {
        auto const n = static_cast<std::size_t>(degree_), m = static_cast<std::size_t>(column);
        return m * (n + 1) - m * (m - 1) / 2;
    }

    int degree_;
    int highest_column_;
    bool axial_;
    double radius_m_, inverse_radius_;
    double field_scale_ = 1, first_zonal_value_ = 0;
    std::vector<ZonalRow> zonal_rows_;
    std::vector<Factor> field_values_;
    std::vector<double> row_factors_;
    std::vector<Factor> values_, second_values_;
};

}  // namespace vespa::planet
