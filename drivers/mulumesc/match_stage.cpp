#include "drivers/mulumesc/match_stage.hpp"

#include <fmt/format.h>

#include <cmath>

namespace vespa::mulumesc_driver {

namespace {

constexpr std::size_t most_attribute_bytes = 60000;

/// Names of the entries for readers of tables, "code name: explanation"; empty where they are too many.
std::string meanings_of(mulumesc::Library const& library) {
    std::string lines;
    for (std::size_t i = 0; i < library.entries(); ++i)
        lines += fmt::format("{} {}: entry {}\n", i, library.names[i], i);
    if (lines.size() > most_attribute_bytes) return "";
    if (!lines.empty()) lines.pop_back();
    return lines;
}

}  // namespace

MatchStage::Measures MatchStage::measures_of(Table& table) {
    return {&table.add<double>(
                "distance",
                {"", "of the bands' parameters, in standard deviations; NaN where there are none to compare",
                 "stat.fit.residual"}),
            &table.add<double>("fit", {"", "of the features' shapes: 1 is the same", "stat.correlation"}),
            &table.add<double>("depth_ratio", {"", "depth of the features over the entry's", "arith.ratio"}),
            &table.add<double>("coverage", {"", "part of the entry's bands, by area, that could be compared",
                                            "arith.ratio"}),
            &table.add<double>("angle", {"rad", "between the spectra as vectors", "stat.fit.residual"})};
}

void MatchStage::Measures::add(mulumesc::Match const& match) {
    distance->values.push_back(match.parameters.distance);
    fit->values.push_back(match.score.fit);
    depth_ratio->values.push_back(match.score.depth_ratio);
    coverage->values.push_back(match.score.coverage);
    angle->values.push_back(match.score.angle);
}

void MatchStage::Measures::add_none() {
    for (auto* const column : {distance, fit, depth_ratio, coverage, angle})
        column->values.push_back(std::nan(""));
}

MatchStage::MatchStage(mulumesc::Library const& library, mulumesc::SpectralAxis const& axis,
                       mulumesc::MatchOptions const& options)
    : Stage("best_match"),
      library_(library),
      options_(options),
      matcher_(library, axis, options),
      best_entry_(per_spectrum().add<std::int32_t>(
          "entry", {"", "number of the entry of the library, from 0; -1 for none", "meta.id"})),
      best_(measures_of(per_spectrum())) {
    auto& matches = lists("matches", "match");
    place_ = &matches.add<std::uint32_t>("place", {"", "in the list of the spectrum, from 1", "meta.number"});
    entry_ =
        &matches.add<std::int32_t>("entry", {"", "number of the entry of the library, from 0", "meta.id"});
    each_ = measures_of(matches);
    paired_ = &matches.add<std::uint32_t>("paired", {"", "bands with a partner", "meta.number"});
    unpaired_ =
        &matches.add<std::uint32_t>("unpaired", {"", "bands of either without a partner", "meta.number"});
    char const* const names[] = {"rank_parameters", "rank_features", "rank_angle"};
    for (std::size_t m = 0; m < rank_.size(); ++m)
        rank_[m] = &matches.add<std::uint32_t>(
            names[m], {"", "among all entries in this measure, from 1; 0 for none", "meta.number"});
    if (auto const meanings = meanings_of(library); !meanings.empty()) {
        best_entry_.tell("meanings", meanings);
        entry_->tell("meanings", meanings);
    }
}

void MatchStage::describe(record::Group group) const {
    group.set("library", library_.title);
    group.set("library_method", library_.method);
    group.set("measure", options_.measure == mulumesc::MatchMeasure::parameters ? "parameters"
                         : options_.measure == mulumesc::MatchMeasure::features ? "features"
                                                                                : "angle");
}

void MatchStage::add(mulumesc::Match const& match, std::size_t place) {
    place_->values.push_back(static_cast<std::uint32_t>(place + 1));
    entry_->values.push_back(static_cast<std::int32_t>(match.entry));
    each_.add(match);
    paired_->values.push_back(match.parameters.paired);
    unpaired_->values.push_back(match.parameters.unpaired);
    for (std::size_t m = 0; m < rank_.size(); ++m)
        rank_[m]->values.push_back(match.rank[m]);
}

void MatchStage::work(Block& block) {
    auto const found =
        matcher_({block.count, block.channels, block.reflectance, {}}, block.bands, block.band);
    auto const places = matcher_.places();
    auto const measure = static_cast<std::size_t>(options_.measure);
    for (std::size_t i = 0; i < block.count; ++i) {
        std::size_t listed_here = 0;  // entries without a rank come last, and are not listed
        for (; listed_here < places && found[i * places + listed_here].rank[measure] != 0; ++listed_here)
            add(found[i * places + listed_here], listed_here);
        best_entry_.values.push_back(listed_here > 0 ? static_cast<std::int32_t>(found[i * places].entry)
                                                     : -1);
        if (listed_here > 0) {
            best_.add(found[i * places]);
        } else {
            best_.add_none();
        }
        listed(block.first + i, listed_here);
    }
}

}  // namespace vespa::mulumesc_driver
