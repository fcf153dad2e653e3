#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "core/errors/bad_input.hpp"
#include "drivers/mulumesc/choices.hpp"
#include "drivers/mulumesc/fit_models.hpp"
#include "shell/data_folder.hpp"

namespace vespa::mulumesc_driver {

using mulumesc::BandShape;
using mulumesc::MixingSpace;

namespace {

std::array<double, 2> rising_pair(std::vector<double> const& ends, char const* option) {
    if (ends.size() != 2 || !(ends[0] < ends[1]))
        throw BadInput(fmt::format("{:g}", fmt::join(ends, ", ")), option, "a short and a long end in um");
    return {ends[0], ends[1]};
}

double cosine(double degrees) {
    return std::cos(degrees * std::numbers::pi / 180);
}

}  // namespace

FitPlan fit_plan_of(Settings const& settings, bool noise_given) {
    auto const& fit = settings.fit;
    bool const is_own = fit.model == "own", is_detected = fit.model == "detected";
    if (is_own == fit.bands.empty())
        throw BadInput(is_own ? "no bands are given" : "bands are given", "--fit-bands",
                       is_own ? "bands, for --fit=own" : "none but for --fit=own");
    if (fit.shape != BandShape::gaussian && !is_own && !is_detected)
        throw BadInput("a shape is given", "--fit-shape", "gaussian but for --fit=own and --fit=detected");
    if (is_detected && settings.method == Method::none)
        throw BadInput("no bands are detected", "--fit=detected", "another --method than none");
    FitPlan plan;
    plan.shape = fit.shape;
    plan.options.tolerance = fit.tolerance;
    plan.options.searches = fit.searches;
    plan.noise_known = noise_given;
    if (is_own) {
        plan.models = {{"own", model_of_texts(fit.bands, fit.shape)}};
    } else if (fit.model == "mafic") {
        plan.models = mulumesc::mafic_models();
    } else if (!is_detected) {
        plan.models = {{fit.model, mulumesc::mafic_model(fit.model)}};
    }
    check(plan.options);
    return plan;
}

mulumesc::SpectralAxis fit_axis_of(Settings const& settings, mulumesc::SpectralAxis axis) {
    if (settings.fit.range.empty()) return axis;
    if (settings.fit.model == "none")
        throw BadInput("a range is given", "--fit-range", "none but with --fit");
    auto const [first, last] = rising_pair(settings.fit.range, "--fit-range");
    std::size_t kept = 0;
    for (std::size_t i = 0; i < axis.channels(); ++i) {
        if (axis.wavelength[i] < first || axis.wavelength[i] > last) axis.good[i] = 0;
        kept += axis.good[i];
    }
    if (kept == 0)
        throw BadInput(
            fmt::format("no channel lies between {} and {} um", first, last), "--fit-range",
            fmt::format("ends within {} to {} um", axis.wavelength.front(), axis.wavelength.back()));
    return axis;
}

mulumesc::TwoBandRegions regions_of(Settings const& settings) {
    mulumesc::TwoBandRegions const regions{.first = rising_pair(settings.composition.first, "--band-1"),
                                           .second = rising_pair(settings.composition.second, "--band-2")};
    check(regions);
    return regions;
}

mulumesc::UnmixingOptions unmixing_of(Settings const& settings) {
    auto const& is = settings.abundance;
    bool const is_intimate = is.mixing == MixingSpace::albedo;
    if (is.library.empty() && (!is.endmembers.empty() || is_intimate || is.free_sum))
        throw BadInput("no library is given", "--endmembers, --mixing and --free-sum",
                       "them with --endmember-library alone");
    if (!is_intimate && (is.incidence_deg != 0 || is.emission_deg != 0))
        throw BadInput("an angle is given", "--incidence and --emission",
                       "them with --mixing=intimate alone");
    if (is.library.empty() && is.smoothness > 0)
        throw BadInput("no library is given", "--abundance-smoothness", "it with --endmember-library alone");
    return {.space = is.mixing,
            .sum_to_one = !is.free_sum,
            .incidence_cosine = cosine(is.incidence_deg),
            .emission_cosine = cosine(is.emission_deg)};
}

mulumesc::MatchOptions match_options_of(Settings const& settings) {
    auto const& is = settings.match;
    if (is.measure == mulumesc::MatchMeasure::parameters && settings.method == Method::none)
        throw BadInput("no bands are detected", "--match-by=parameters", "another --method than none");
    mulumesc::MatchOptions options;
    options.measure = is.measure;
    options.top = is.top;
    check(options);
    return options;
}

std::optional<mulumesc::ParameterTable> parameter_table_of(Settings const& settings) {
    auto const& is = settings.parameters;
    if ((is.choice == ParameterChoice::own) == is.table.empty())
        throw BadInput(is.table.empty() ? "no table is given" : "a table is given", "--parameter-table",
                       is.table.empty() ? "a table, for --parameters=own" : "none but for --parameters=own");
    if (is.choice == ParameterChoice::none) return std::nullopt;
    if (is.choice == ParameterChoice::own) return mulumesc::read_parameter_table(is.table);
    return mulumesc::read_parameter_table(shell::data_folder() / "mulumesc" / "crism_parameters.txt");
}

}  // namespace vespa::mulumesc_driver
