#include "mulumesc/match/matcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/errors/bad_input.hpp"

namespace vespa::mulumesc {

namespace {

/// The ends of the channels that an entry shares with the spectra.
std::array<double, 2> common_range(PreparedEntries const& entries, std::size_t entry) {
    auto const n = entries.channels();
    std::array<double, 2> range{1, 0};
    for (std::size_t i = 0; i < n; ++i) {
        if (entries.valid[entry * n + i] == 0) continue;
        if (range[0] > range[1]) range[0] = entries.wavelength[i];
        range[1] = entries.wavelength[i];
    }
    return range;
}

/// Sets the ranks of one measure: by rising key; NaN has none.
template <class Key>
void set_ranks(std::vector<Match>& all, MatchMeasure measure, Key const& key) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t e = 0; e < all.size(); ++e)
        if (!std::isnan(key(all[e]))) order.push_back(e);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return key(all[a]) < key(all[b]); });
    std::uint32_t next = 1;
    for (auto const e : order)
        all[e].rank[static_cast<std::size_t>(measure)] = next++;
}

}  // namespace

std::string match_measure_meanings() {
    return "0 parameters: error-weighted distance of band parameters\n"
           "1 features: fit of continuum-removed features\n"
           "2 angle: spectral angle";
}

void check(MatchOptions const& options) {
    auto const in = [](double value, double low, double high, char const* what) {
        if (!(value >= low && value <= high))
            throw BadInput(fmt::format("{}", value), what, fmt::format("{} to {}", low, high));
    };
    in(static_cast<double>(options.top), 1, 1000, "number of matches");
    in(options.least_coverage, 0, 1, "least coverage of features");
    auto const& with = options.comparison;
    in(with.farthest, 0.1, 1000, "farthest distance of partners");
    in(with.least_depth, 0, 1, "least depth of expected bands");
    in(with.scatter.centre_um, 1e-6, 1, "scatter of centres in um");
    in(with.scatter.width, 1e-6, 10, "scatter of widths");
    in(with.scatter.relative_depth, 1e-6, 10, "scatter of relative depths");
    in(with.scatter.asymmetry, 1e-6, 10, "scatter of asymmetries");
}

Matcher::Matcher(Library const& library, SpectralAxis const& axis, MatchOptions const& options)
    : library_(library), axis_(axis), options_(options), entries_(prepare(library, axis)) {
    for (std::size_t e = 0; e < library.entries(); ++e)
        common_.push_back(common_range(entries_, e));
    if (std::none_of(common_.begin(), common_.end(), [](auto const& c) { return c[0] < c[1]; })) {
        throw BadInput(fmt::format("has channels from {} to {} um", library.axis.wavelength.front(),
                                   library.axis.wavelength.back()),
                       library.title,
                       fmt::format("channels among those of the spectra, {} to {} um",
                                   axis.wavelength.front(), axis.wavelength.back()));
    }
}

std::size_t Matcher::places() const {
    return std::min(options_.top, entries_.entries());
}

void Matcher::rank(std::vector<Match>& all) const {
    set_ranks(all, MatchMeasure::parameters, [](Match const& m) { return m.parameters.distance; });
    set_ranks(all, MatchMeasure::features, [&](Match const& m) {
        return m.score.coverage >= options_.least_coverage ? -m.score.fit : std::nan("");
    });
    set_ranks(all, MatchMeasure::angle, [](Match const& m) { return m.score.angle; });
}

std::vector<Match> Matcher::operator()(Spectra<double> const& spectra,
                                       std::span<std::uint64_t const> band_count,
                                       std::span<Band const> bands) const {
    auto const count = entries_.entries();
    std::vector<Score> scores(spectra.count * count);
    score_in_lanes(entries_, axis_, spectra, scores);
    std::vector<Match> out, all(count);
    out.reserve(spectra.count * places());
    std::uint64_t first = 0;
    auto const wanted = static_cast<std::size_t>(options_.measure);
    // Without a rank, last.
    auto const place = [&](Match const& m) { return m.rank[wanted] - 1u; };
    for (std::size_t s = 0; s < spectra.count; ++s) {
        auto const own = bands.subspan(first, band_count[s]);
        first += band_count[s];
        for (std::uint32_t e = 0; e < count; ++e) {
            all[e] = {e,
                      parameter_distance(own, library_.bands_of(e), common_[e], options_.comparison),
                      scores[s * count + e],
                      {}};
        }
        rank(all);
        std::vector<std::uint32_t> order(count);
        std::iota(order.begin(), order.end(), 0u);
        std::stable_sort(order.begin(), order.end(),
                         [&](auto a, auto b) { return place(all[a]) < place(all[b]); });
        for (std::size_t k = 0; k < places(); ++k)
            out.push_back(all[order[k]]);
    }
    return out;
}

}  // namespace vespa::mulumesc
