#include "planet/magnetic_field/divergence_projection.hpp"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <new>

#include "core/parallel/ordered_sum.hpp"
#include "core/units/constants.hpp"

namespace vespa::planet {

/// Sine transforms of lines of one length. Each is done by itself at an aligned place, so that its numbers do
/// not depend on where it lies.
class DivergenceProjection::SineTransform {
  public:
    explicit SineTransform(std::uint64_t length)
        : length_(length), pitch_((length + 7) / 8 * 8), lines_(fftw_alloc_real(lines_at_once * pitch_)) {
        if (!lines_) throw std::bad_alloc();
        plan_ = fftw_plan_r2r_1d(static_cast<int>(length), lines_.get(), lines_.get(), FFTW_RODFT00,
                                 FFTW_ESTIMATE);
        if (plan_ == nullptr) throw std::bad_alloc();
    }
    ~SineTransform() { fftw_destroy_plan(plan_); }
    SineTransform(SineTransform const&) = delete;
    SineTransform& operator=(SineTransform const&) = delete;

    /// In place: `count` lines that begin `apart` from each other, their numbers `stride` apart.
    void apply(double* first, std::uint64_t stride, std::uint64_t count, std::uint64_t apart) {
        for (std::uint64_t l = 0; l < count; l += lines_at_once)
            apply_some(first + l * apart, stride, std::min(lines_at_once, count - l), apart);
    }

  private:
    static constexpr std::uint64_t lines_at_once = 8;  // a cache line of neighbours

    void apply_some(double* first, std::uint64_t stride, std::uint64_t count, std::uint64_t apart) {
        for (std::uint64_t i = 0; i < length_; ++i) {
            for (std::uint64_t l = 0; l < count; ++l)
                lines_[l * pitch_ + i] = first[i * stride + l * apart];
        }
        for (std::uint64_t l = 0; l < count; ++l)
            fftw_execute_r2r(plan_, lines_.get() + l * pitch_, lines_.get() + l * pitch_);
        for (std::uint64_t i = 0; i < length_; ++i) {
            for (std::uint64_t l = 0; l < count; ++l)
                first[i * stride + l * apart] = lines_[l * pitch_ + i];
        }
    }

    struct FreeFftw {
        void operator()(double* memory) const { fftw_free(memory); }
    };
    std::uint64_t length_, pitch_;
    std::unique_ptr<double[], FreeFftw> lines_;
    fftw_plan plan_ = nullptr;
};

CoefficientBlock potential_block(GridNodes const& nodes) {
    CoefficientBlock block;
    for (std::size_t a = 0; a < 3; ++a)
        block.counts[a] = nodes.axes[a].count + 2;
    return block;
}

DivergenceProjection::DivergenceProjection(GridNodes const& nodes, double* coefficients, double* potential)
    : field_{component_layout(nodes, 0), component_layout(nodes, 1), component_layout(nodes, 2)},
      block_(potential_block(nodes)),
      b_(coefficients),
      potential_(potential) {
    for (std::size_t a = 0; a < 3; ++a) {
        step_[a] = nodes.axes[a].step;
        auto const extent = block_.counts[a];
        for (std::uint64_t i = 1; i <= extent; ++i) {
            double const wave =
                std::sin(units::pi * static_cast<double>(i) / (2 * static_cast<double>(extent + 1)));
            eigenvalues_[a].push_back(std::pow(2 * wave / step_[a], 2));
        }
        sines_[a] = std::make_unique<SineTransform>(extent);
    }
}

DivergenceProjection::~DivergenceProjection() = default;

/// Σ b² of a field's rows that belong to row j of the potential.
static double squares_of_row(std::array<ComponentLayout, 3> const& field, double const* b, std::uint64_t j) {
    double squares = 0;
    for (auto const& layout : field) {
        bool const has_last = layout.component == 1 && j + 2 == layout.counts[1];
        for (std::uint64_t k = 0; k < layout.counts[2]; ++k) {
            double const* const row = b + layout.row(j, k);
            for (std::uint64_t i = 0; i < (has_last ? 2 : 1) * layout.counts[0]; ++i)
                squares += row[i] * row[i];
        }
    }
    return squares;
}

void DivergenceProjection::divergence_of(std::uint64_t j, std::uint64_t k) {
    double* const to = potential_ + block_.row(j, k);
    double const* const bx = b_ + field_[0].row(j, k);
    double const* const by[2] = {b_ + field_[1].row(j, k), b_ + field_[1].row(j + 1, k)};
    double const* const bz[2] = {b_ + field_[2].row(j, k), b_ + field_[2].row(j, k + 1)};
    for (std::uint64_t i = 0; i < block_.counts[0]; ++i) {
        to[i] = (bx[i + 1] - bx[i]) / step_[0] + (by[1][i] - by[0][i]) / step_[1] +
                (bz[1][i] - bz[0][i]) / step_[2];
    }
}

/// Along x and z.
void DivergenceProjection::transform(parallel::Range rows) {
    auto const [row, all_rows, planes] = block_.counts;
    for (auto j = rows.first; j < rows.last; ++j) {
        double* const first = potential_ + block_.row(j, 0);
        sines_[0]->apply(first, 1, planes, all_rows * row);
        sines_[2]->apply(first, all_rows * row, row, 1);
    }
}

void DivergenceProjection::take_divergence(parallel::Range rows) {
    for (auto j = rows.first; j < rows.last; ++j) {
        field_squares_.push_back(squares_of_row(field_, b_, j));
        for (std::uint64_t k = 0; k < block_.counts[2]; ++k)
            divergence_of(j, k);
    }
    transform(rows);
}

void DivergenceProjection::invert(parallel::Range planes) {
    auto const [row, rows, all_planes] = block_.counts;
    double scale = 1;
    for (auto const extent : block_.counts)
        scale *= 2 * static_cast<double>(extent + 1);
    for (auto k = planes.first; k < planes.last; ++k) {
        double* const plane = potential_ + block_.row(0, k);
        sines_[1]->apply(plane, row, row, 1);
        for (std::uint64_t j = 0; j < rows; ++j) {
            double const others = eigenvalues_[1][j] + eigenvalues_[2][k];
            for (std::uint64_t i = 0; i < row; ++i)
                plane[j * row + i] /= (eigenvalues_[0][i] + others) * scale;
        }
        sines_[1]->apply(plane, row, row, 1);
    }
}

void DivergenceProjection::return_potential(parallel::Range rows) {
    transform(rows);
}

/// b − (before − here)/step, of numbers side by side. \return the sum of the squares of the change
static double subtract_differences(double* b, double const* before, double const* here, std::uint64_t count,
                                   double step) {
    double squares = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        double const change = (before[i] - here[i]) / step;
        b[i] -= change;
        squares += change * change;
    }
    return squares;
}

void DivergenceProjection::subtract(parallel::Range rows) {
    auto const [row, all_rows, planes] = block_.counts;
    // φ vanishes beyond its ends.
    std::vector<double> const nothing(row, 0);
    std::vector<double> line(row + 2, 0);
    auto const phi = [&](std::uint64_t j, std::uint64_t k) { return potential_ + block_.row(j, k); };
    auto const b = [&](std::size_t c, std::uint64_t j, std::uint64_t k) { return b_ + field_[c].row(j, k); };
    for (auto j = rows.first; j < rows.last; ++j) {
        double squares = 0;
        double const* below = nothing.data();
        for (std::uint64_t k = 0; k < planes; ++k) {
            double const* const here = phi(j, k);
            std::copy_n(here, row, line.begin() + 1);
            squares += subtract_differences(b(0, j, k), line.data(), line.data() + 1, row + 1, step_[0]);
            double const* const before = j == 0 ? nothing.data() : phi(j - 1, k);
            squares += subtract_differences(b(1, j, k), before, here, row, step_[1]);
            if (j + 1 == all_rows)
                squares += subtract_differences(b(1, j + 1, k), here, nothing.data(), row, step_[1]);
            squares += subtract_differences(b(2, j, k), below, here, row, step_[2]);
            below = here;
        }
        squares += subtract_differences(b(2, j, planes), below, nothing.data(), row, step_[2]);
        change_squares_.push_back(squares);
    }
}

double relative_change(std::vector<double> const& field_squares, std::vector<double> const& change_squares) {
    double const squares = parallel::pairwise_sum(field_squares);
    return squares > 0 ? std::sqrt(parallel::pairwise_sum(change_squares) / squares) : 0;
}

}  // namespace vespa::planet
