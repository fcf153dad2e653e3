#include "planet/magnetic_field/divergence_projection.hpp"

#include <fftw3.h>

#include <cmath>
#include <memory>
#include <new>

#include "core/units/constants.hpp"
#include "planet/magnetic_field/gridded_field.hpp"

namespace vespa::planet {
namespace {

struct FreeFftw {
    void operator()(double* memory) const { fftw_free(memory); }
};

/// The divergence's coefficients, axis 0 contiguous, and how a component's lie beside them.
class Divergence {
  public:
    explicit Divergence(GridNodes const& nodes) : nodes_(nodes) {
        std::uint64_t count = 1;
        for (std::size_t a = 0; a < 3; ++a) {
            extent_[a] = nodes.axes[a].count + 2;
            count *= extent_[a];
        }
        values_.reset(static_cast<double*>(fftw_malloc(count * sizeof(double))));
        if (!values_) throw std::bad_alloc();
    }

    /// D b
    void take(double const* b) {
        for_each([&](std::uint64_t at, auto const& i) {
            double sum = 0;
            for (std::size_t c = 0; c < 3; ++c) {
                auto const [low, high] = neighbours(c, i);
                sum += (b[high] - b[low]) / nodes_.axes[c].step;
            }
            values_[at] = sum;
        });
    }

    /// (D Dᵀ)⁻¹ of the values, by sine transforms there and back.
    void invert_laplacian() {
        auto const n = [&](std::size_t a) { return static_cast<int>(extent_[a]); };
        fftw_plan const plan = fftw_plan_r2r_3d(n(2), n(1), n(0), values_.get(), values_.get(), FFTW_RODFT00,
                                                FFTW_RODFT00, FFTW_RODFT00, FFTW_ESTIMATE);
        if (plan == nullptr) throw std::bad_alloc();
        fftw_execute(plan);
        double scale = 1;
        for (auto const extent : extent_)
            scale *= 2 * static_cast<double>(extent + 1);
        for_each([&](std::uint64_t at, auto const& i) {
            double eigenvalue = 0;
            for (std::size_t a = 0; a < 3; ++a) {
                double const wave = std::sin(units::pi * static_cast<double>(i[a] + 1) /
                                             (2 * static_cast<double>(extent_[a] + 1)));
                eigenvalue += std::pow(2 * wave / nodes_.axes[a].step, 2);
            }
            values_[at] /= eigenvalue * scale;
        });
        fftw_execute(plan);
        fftw_destroy_plan(plan);
    }

    /// b − Dᵀ of the values. \return the sum of the squares of the change
    double subtract_from(double* b) const {
        double squares = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            std::uint64_t const step_back = c == 0 ? 1 : c == 1 ? extent_[0] : extent_[0] * extent_[1];
            for_each([&](std::uint64_t at, auto const& i) {
                auto const [low, high] = neighbours(c, i);
                double const before = i[c] == 0 ? 0 : values_[at - step_back];
                double const change = (before - values_[at]) / nodes_.axes[c].step;
                b[low] -= change;
                squares += change * change;
                if (i[c] + 1 == extent_[c]) {
                    double const last = values_[at] / nodes_.axes[c].step;
                    b[high] -= last;
                    squares += last * last;
                }
            });
        }
        return squares;
    }

  private:
    struct Pair {
        std::uint64_t low, high;
    };
    /// The coefficients of component c on both sides of a coefficient of the divergence.
    Pair neighbours(std::size_t c, std::array<std::uint64_t, 3> const& i) const {
        auto const layout = component_layout(nodes_, c);
        auto const plane = layout.coefficients[0] * layout.coefficients[1];
        std::uint64_t const low = layout.begin + i[layout.axes[2]] * plane +
                                  i[layout.axes[1]] * layout.coefficients[0] + i[layout.axes[0]];
        return {low, low + plane};
    }
    template <class Visit>
    void for_each(Visit const& visit) const {
        std::uint64_t at = 0;
        std::array<std::uint64_t, 3> i{};
        for (i[2] = 0; i[2] < extent_[2]; ++i[2])
            for (i[1] = 0; i[1] < extent_[1]; ++i[1])
                for (i[0] = 0; i[0] < extent_[0]; ++i[0])
                    visit(at++, i);
    }

    GridNodes const& nodes_;
    std::array<std::uint64_t, 3> extent_{};
    std::unique_ptr<double[], FreeFftw> values_;
};

}  // namespace

double project_divergence_free(GridNodes const& nodes, double* coefficients) {
    double squares = 0;
    for (std::uint64_t i = 0; i < field_coefficients(nodes); ++i)
        squares += coefficients[i] * coefficients[i];
    Divergence divergence(nodes);
    divergence.take(coefficients);
    divergence.invert_laplacian();
    double const changed = divergence.subtract_from(coefficients);
    return squares > 0 ? std::sqrt(changed / squares) : 0;
}

}  // namespace vespa::planet
