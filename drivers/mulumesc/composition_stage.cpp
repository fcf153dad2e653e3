#include "drivers/mulumesc/composition_stage.hpp"

#include <algorithm>
#include <cmath>

namespace vespa::mulumesc_driver {

using mulumesc::BandMeasure;
using mulumesc::Estimate;

namespace {

/// A part that lies farther outside 0 to 100 % than its own error says nothing.
Estimate possible_percent(Estimate const& estimate) {
    bool const is_possible = estimate.value >= -estimate.error && estimate.value <= 100 + estimate.error;
    return is_possible ? estimate : Estimate{std::nan(""), std::nan("")};
}

}  // namespace

void CompositionStage::Pair::add(Estimate const& estimate) {
    value->values.push_back(estimate.value);
    error->values.push_back(estimate.error);
}

void CompositionStage::BandColumns::add(mulumesc::Band const& band) {
    centre->values.push_back(band.centre);
    centre_error->values.push_back(band.centre_error);
    depth->values.push_back(band.depth);
    width->values.push_back(band.width);
    flags->values.push_back(band.flags);
}

CompositionStage::BandColumns CompositionStage::band_columns(std::string const& name,
                                                             std::string const& words) {
    auto& table = per_spectrum();
    auto const column = [&](char const* of, record::Meaning const& meaning) {
        return &table.add<double>(name + of, meaning);
    };
    BandColumns columns{
        column("_centre", {"um", "centre of " + words + ", over the hull of its region", "em.wl.central"}),
        column("_centre_error",
               {"um", "standard deviation of the centre of " + words, "stat.error;em.wl.central"}),
        column("_depth", {"", "depth of " + words, "spect.line.strength"}),
        column("_width", {"um", "full width at half-maximum of " + words, "spect.line.width"}),
        &table.add<std::uint16_t>(name + "_flags",
                                  {"", "sum of what is to be known of " + words, "meta.code.qual"})};
    columns.flags->tell("bits", mulumesc::band_flag_meanings());
    return columns;
}

CompositionStage::Pair CompositionStage::pair(std::string const& name, std::string const& unit,
                                              std::string const& description) {
    auto& table = per_spectrum();
    return {&table.add<double>(name, {unit, description, "phys.abund"}),
            &table.add<double>(
                name + "_error",
                {unit, "standard deviation of " + name + ": of the relation and of the band parameter",
                 "stat.error;phys.abund"})};
}

CompositionStage::CompositionStage(mulumesc::SpectralAxis const& axis,
                                   mulumesc::TwoBandRegions const& regions)
    : Stage("composition"),
      finder_(axis, regions),
      first_(band_columns("band_1", "band I, near 1 um")),
      second_(band_columns("band_2", "band II, near 2 um")),
      area_ratio_(per_spectrum().add<double>("area_ratio",
                                             {"", "area of band II over that of band I", "arith.ratio"})) {
    for (auto const& relation : mulumesc::calibrations()) {
        std::string name(relation.name), quantity(relation.quantity);
        std::replace(name.begin(), name.end(), '-', '_');
        auto const unit = quantity.find("mol %") != std::string::npos ? "%" : "";
        relations_.push_back(
            pair(name, unit,
                 quantity + "; from " + std::string(relation.samples) + ": " + std::string(relation.source)));
    }
    std::string const gaffey =
        "; Fs from band II and Wo from band I in turns: Gaffey et al. 2002, Asteroids III, 183";
    gaffey_fs_ = pair("gaffey_fs", "%", "Fs, mol % of pyroxene" + gaffey);
    gaffey_wo_ = pair("gaffey_wo", "%", "Wo, mol % of pyroxene" + gaffey);
}

void CompositionStage::describe(record::Group group) const {
    std::vector<std::string> relations;
    for (auto const& relation : mulumesc::calibrations())
        relations.push_back(std::string(relation.name) + ": for " + std::string(relation.samples) + ", " +
                            std::string(relation.source));
    group.set("relations", relations);
    group.set("note",
              "each relation speaks of surfaces of its samples' kind alone; its error, not that of the band, "
              "limits "
              "what is known");
}

void CompositionStage::work(Block& block) {
    for (std::size_t i = 0; i < block.count; ++i) {
        auto const bands = finder_.find(block.spectrum(i), block.noise_of(i));
        first_.add(bands.first);
        second_.add(bands.second);
        area_ratio_.values.push_back(bands.area_ratio);
        auto const error_of = [](mulumesc::Band const& band) {
            return std::isfinite(band.centre_error) ? band.centre_error : 0;
        };
        auto const relations = mulumesc::calibrations();
        for (std::size_t k = 0; k < relations.size(); ++k) {
            auto const& relation = relations[k];
            bool const of_first = relation.measure == BandMeasure::first_centre;
            auto const& band = of_first ? bands.first : bands.second;
            relations_[k].add(relation.measure == BandMeasure::area_ratio
                                  ? composition(relation, bands.area_ratio)
                                  : composition(relation, band.centre, error_of(band)));
        }
        bool const both = std::isfinite(bands.first.centre + bands.second.centre);
        double const unknown = std::nan("");
        auto const pyroxene = both ? mulumesc::pyroxene_of_centres(bands.first.centre, bands.second.centre)
                                   : mulumesc::Pyroxene{{unknown, unknown}, {unknown, unknown}};
        gaffey_fs_.add(possible_percent(pyroxene.ferrosilite));
        gaffey_wo_.add(possible_percent(pyroxene.wollastonite));
    }
}

}  // namespace vespa::mulumesc_driver
