#include "mulumesc/match/parameter_distance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace vespa::mulumesc {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double sigmas_of_detection = 4;

double known(double error) {
    return std::isfinite(error) ? error : 0;
}

double square(double x) {
    return x * x;
}

/// Variance of the asymmetry A = (L − R)/(L + R): both areas are taken to have half the variance of their sum
/// S, and the centre, which parts them, moves 2 D σ_c / S.
double asymmetry_variance(Band const& band) {
    double const area = known(band.area_error) / band.area;
    double const centre = 2 * band.depth * known(band.centre_error) / band.area;
    return (1 + square(band.asymmetry)) * square(area) + square(centre);
}

/// Of depth / deepest; the deepest band's own depth taken as known.
double relative_depth_variance(Band const& band, double deepest) {
    return square(known(band.depth_error) / deepest);
}

constexpr std::uint16_t open_sides = left_open | right_open;
constexpr std::uint16_t borders_unlike = open_sides | shared_left | shared_right | at_edge | at_border;

/// Bands within the common range, in rising centre, and the deepest depth.
struct Selected {
    std::vector<Band const*> bands;
    double deepest = 0, deepest_error = 0;
};

Selected selected(std::span<Band const> bands, std::array<double, 2> const& common) {
    Selected out;
    for (auto const& band : bands) {
        if (!(band.centre >= common[0] && band.centre <= common[1] && band.depth > 0)) continue;
        out.bands.push_back(&band);
        if (band.depth <= out.deepest) continue;
        out.deepest = band.depth;
        out.deepest_error = known(band.depth_error);
    }
    std::stable_sort(out.bands.begin(), out.bands.end(),
                     [](Band const* a, Band const* b) { return a->centre < b->centre; });
    return out;
}

/// What an alignment adds up to; better where the mean cost is less than the bound that is tried.
struct Sum {
    double cost = 0, weight = 0;
    std::uint32_t paired = 0, unpaired = 0;

    Sum with(double one, double its_weight, bool is_pair, bool counts) const {
        return {cost + one * its_weight, weight + its_weight, paired + (is_pair ? 1u : 0u),
                unpaired + (!is_pair && counts ? 1u : 0u)};
    }
};

class Alignment {
  public:
    Alignment(Selected const& spectrum, Selected const& entry, ParameterComparison const& comparison)
        : a_(spectrum), b_(entry), with_(comparison), most_(square(comparison.farthest)) {
        least_visible_ = std::max(comparison.least_depth, sigmas_of_detection * spectrum.deepest_error);
    }

    /// The alignment of least cost. Weights of partners are the mean of both bands' and those of bands alone
    /// half their own, so that the sum of weights is the same however bands are paired, and the least sum is
    /// the least mean.
    Sum best() const {
        auto const m = b_.bands.size();
        std::vector<Sum> above(m + 1), row(m + 1);
        for (std::size_t j = 0; j < m; ++j)
            above[j + 1] = alone_in_entry(above[j], j);
        for (std::size_t i = 0; i < a_.bands.size(); ++i) {
            row[0] = alone_in_spectrum(above[0], i);
            for (std::size_t j = 0; j < m; ++j)
                row[j + 1] = least(paired(above[j], i, j), alone_in_spectrum(above[j + 1], i),
                                   alone_in_entry(row[j], j));
            std::swap(row, above);
        }
        return above[m];
    }

  private:
    static Sum least(Sum const& paired, Sum const& b, Sum const& c) {
        Sum const& alone = c.cost < b.cost ? c : b;
        return alone.cost < paired.cost ? alone : paired;
    }
    Sum alone_in_spectrum(Sum const& sum, std::size_t i) const {
        return sum.with(most_, 0.5 * a_.bands[i]->depth / a_.deepest, false, true);
    }
    Sum alone_in_entry(Sum const& sum, std::size_t j) const {
        double const relative = b_.bands[j]->depth / b_.deepest;
        bool const is_visible = relative * a_.deepest >= least_visible_;
        return sum.with(is_visible ? most_ : 0, 0.5 * relative, false, is_visible);
    }
    Sum paired(Sum const& sum, std::size_t i, std::size_t j) const {
        Band const &a = *a_.bands[i], &b = *b_.bands[j];
        double const d2 = squared_band_distance(a, a_.deepest, b, b_.deepest, with_.scatter);
        // As far as that they are no partners: two bands alone.
        double const cost = d2 < most_ ? d2 : std::numeric_limits<double>::infinity();
        return sum.with(cost, 0.5 * (a.depth / a_.deepest + b.depth / b_.deepest), true, true);
    }

    Selected const &a_, &b_;
    ParameterComparison const& with_;
    double most_, least_visible_;
};

}  // namespace

double squared_band_distance(Band const& band, double deepest, Band const& other, double other_deepest,
                             BandScatter const& scatter) {
    double sum = 0;
    int count = 0;
    auto const add = [&](double difference, double variance) {
        sum += square(difference) / variance;
        ++count;
    };
    add(band.centre - other.centre,
        square(known(band.centre_error)) + square(known(other.centre_error)) + square(scatter.centre_um));
    add(band.depth / deepest - other.depth / other_deepest,
        relative_depth_variance(band, deepest) + relative_depth_variance(other, other_deepest) +
            square(scatter.relative_depth));
    auto const flags = static_cast<std::uint16_t>(band.flags | other.flags);
    if ((flags & open_sides) == 0) {
        double const mean = 0.5 * (band.width + other.width);
        add(band.width - other.width, square(known(band.width_error)) + square(known(other.width_error)) +
                                          square(scatter.width * mean));
    }
    if ((flags & borders_unlike) == 0) {
        add(band.asymmetry - other.asymmetry,
            asymmetry_variance(band) + asymmetry_variance(other) + square(scatter.asymmetry));
    }
    return sum / count;
}

ParameterDistance parameter_distance(std::span<Band const> spectrum, std::span<Band const> entry,
                                     std::array<double, 2> const& common,
                                     ParameterComparison const& comparison) {
    auto const a = selected(spectrum, common), b = selected(entry, common);
    if (a.bands.empty()) return {nan, 0, 0};
    auto const sum = Alignment(a, b, comparison).best();
    return {std::sqrt(sum.cost / sum.weight), sum.paired, sum.unpaired};
}

}  // namespace vespa::mulumesc
