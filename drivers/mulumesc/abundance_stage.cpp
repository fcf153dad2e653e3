#include "drivers/mulumesc/abundance_stage.hpp"

namespace vespa::mulumesc_driver {

namespace {

char const* const end_meanings =
    "0 solved: no other abundances fit better\n"
    "1 solutions_spent: allowed abundances, but not shown to be best\n"
    "2 too_few_channels: fewer usable channels than endmembers, nothing was solved";

}  // namespace

AbundanceStage::AbundanceStage(mulumesc::SpectralAxis const& axis, Endmembers endmembers,
                               mulumesc::UnmixingOptions const& options)
    : Stage("abundances"),
      axis_(axis),
      endmembers_(std::move(endmembers)),
      options_(options),
      fraction_(per_spectrum().add<double>("fraction",
                                           {"",
                                            options.space == mulumesc::MixingSpace::albedo
                                                ? "of each endmember in the cross-section of the particles"
                                                : "of each endmember in the area",
                                            "phys.abund"},
                                           {endmembers_.count()})),
      rms_(per_spectrum().add<double>("rms", {"",
                                              options.space == mulumesc::MixingSpace::albedo
                                                  ? "root mean square residual of single-scattering albedo"
                                                  : "root mean square residual of reflectance",
                                              "stat.fit.residual"})),
      channels_(per_spectrum().add<std::uint32_t>("channels", {"", "that took part", "meta.number"})),
      end_(
          per_spectrum().add<std::uint8_t>("end", {"", "how the search for abundances ended", "meta.code"})) {
    end_.tell("meanings", end_meanings);
}

void AbundanceStage::describe(record::Group group) const {
    group.set("endmembers", endmembers_.names);
    group.set("mixing", options_.space == mulumesc::MixingSpace::albedo ? "intimate" : "areal");
    group.set("sum_to_one", std::int64_t{options_.sum_to_one});
}

void AbundanceStage::work(Block& block) {
    auto const found =
        mulumesc::unmix<double>(axis_, {block.count, block.channels, block.reflectance, {}},
                                {endmembers_.count(), block.channels, endmembers_.reflectance, {}}, options_);
    fraction_.values.insert(fraction_.values.end(), found.values.begin(), found.values.end());
    rms_.values.insert(rms_.values.end(), found.rms.begin(), found.rms.end());
    channels_.values.insert(channels_.values.end(), found.channels.begin(), found.channels.end());
    for (auto const end : found.end)
        end_.values.push_back(static_cast<std::uint8_t>(end));
}

}  // namespace vespa::mulumesc_driver
