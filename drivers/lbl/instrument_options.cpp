#include "drivers/lbl/instrument_options.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "lbl/instrument/binning.hpp"
#include "lbl/instrument/convolution.hpp"
#include "lbl/instrument/spectral_bins.hpp"
#include "shell/options.hpp"

namespace vespa::lbl_driver {
namespace {

using lbl::LineShape;

/// So many full widths from the centre shapes are followed by default: what a Gaussian has beyond is less
/// than 1e-12 of it, what the side lobes of a Fourier spectrometer have there oscillates.
constexpr double gauss_reach = 3, apodised_reach = 20;
constexpr double samples_in_width = 4;

std::vector<shell::Word> shape_words() {
    std::vector<shell::Word> words{{"none", "spectra as they are computed"}};
    for (auto const shape : {LineShape::gauss, LineShape::triangle, LineShape::box, LineShape::sinc,
                             LineShape::sinc_squared, LineShape::beer, LineShape::hamming, LineShape::hanning,
                             LineShape::norton_beer_weak, LineShape::norton_beer_medium,
                             LineShape::norton_beer_strong, LineShape::brault, LineShape::kaiser_bessel})
        words.push_back({lbl::name_of(shape)});
    return words;
}

std::vector<shell::EnumWord<lbl::RadianceUnit>> unit_words() {
    using lbl::RadianceUnit;
    return {{RadianceUnit::w_m2_sr_wavenumber, "W/m2/sr/cm-1"},
            {RadianceUnit::mw_m2_sr_wavenumber, "mW/m2/sr/cm-1"},
            {RadianceUnit::nw_cm2_sr_wavenumber, "nW/cm2/sr/cm-1"},
            {RadianceUnit::w_cm2_sr_wavenumber, "W/cm2/sr/cm-1"},
            {RadianceUnit::w_m2_sr_um, "W/m2/sr/um"},
            {RadianceUnit::uw_cm2_sr_um, "uW/cm2/sr/um"},
            {RadianceUnit::brightness_temperature, "K", "brightness temperature"}};
}

bool needs_parameter(LineShape shape) {
    return shape == LineShape::brault || shape == LineShape::kaiser_bessel;
}

double reach_of(LineShape shape, double full_width) {
    switch (shape) {
        case LineShape::box:
        case LineShape::triangle:
            return full_width;
        case LineShape::gauss:
            return gauss_reach * full_width;
        default:
            return apodised_reach * full_width;
    }
}

Sampling sampling_from(InstrumentOptions const& options, lbl::SpectralGrid const& grid) {
    lbl::InstrumentShape shape{.shape = lbl::line_shape_of(options.shape), .full_width = *options.full_width};
    shape.reach = options.reach.value_or(reach_of(shape.shape, shape.full_width));
    if (needs_parameter(shape.shape) != options.shape_parameter.has_value())
        throw BadInput(options.shape_parameter ? "has no parameter" : "needs its parameter",
                       "--line-shape " + options.shape,
                       "--shape-parameter with brault and kaiser_bessel alone");
    shape.parameter = options.shape_parameter.value_or(0);
    check(shape, "--line-shape");
    Sampling sampling;
    sampling.kernel = make_kernel(shape, grid.step);
    double const wanted = options.sampling.value_or(shape.full_width / samples_in_width);
    sampling.every = std::max<std::int64_t>(1, std::llround(wanted / grid.step));
    sampling.shape =
        fmt::format("{}, full width {} cm-1, followed for {} cm-1; beyond it {:.1e} of the whole",
                    options.shape, shape.full_width, shape.reach, sampling.kernel.missing);
    if (outputs_within(sampling.kernel, grid.points, sampling.every).count < 1)
        throw BadInput(
            fmt::format("the shape reaches {} cm-1 to both sides and does not fit into the spectrum",
                        shape.reach),
            "--line-shape", "a longer spectrum, or a smaller --reach");
    return sampling;
}

std::vector<double> edges_from(InstrumentOptions const& options, lbl::SpectralGrid const& grid) {
    if (!options.bin_width && !options.resolving_power) return {};
    if (options.bin_width && options.resolving_power)
        throw BadInput("both are given", "--bin-width and --resolving-power", "one of them");
    double const from = grid.first - grid.step / 2, to = grid.last() + grid.step / 2;
    auto edges = options.bin_width ? lbl::edges_of_width(grid.first, to, *options.bin_width)
                                   : lbl::edges_of_resolving_power(std::max(from, grid.first), to,
                                                                   *options.resolving_power);
    check_bins(edges, grid);
    return edges;
}

}  // namespace

void declare(shell::Options& options, InstrumentOptions& instrument) {
    options.group("Instrument",
                  "What an instrument makes of the spectra, beside them in the result: convolved with its "
                  "line shape and sampled, or as means over bins.");
    options.choice(instrument.shape, {.name = "line-shape",
                                      .prose = "What the instrument makes of a narrow line.",
                                      .words = shape_words()});
    options.number(instrument.full_width, {.name = "full-width",
                                           .unit = "cm-1",
                                           .range = shell::above(0),
                                           .prose = "Of the line shape at half its maximum."});
    options.number(
        instrument.reach,
        {.name = "reach",
         .unit = "cm-1",
         .range = shell::above(0),
         .prose = "How far from its centre a line shape is followed; 3 full widths of gauss, 20 of "
                  "those that oscillate, unless given."});
    options.number(instrument.shape_parameter, {.name = "shape-parameter",
                                                .range = shell::above(0),
                                                .prose = "Of brault (0 to 1) and kaiser_bessel (0 to 20)."});
    options.number(instrument.sampling, {.name = "sampling",
                                         .unit = "cm-1",
                                         .range = shell::above(0),
                                         .prose = "From one sample to the next, rounded to whole steps; a "
                                                  "quarter of the full width unless given."});
    options.number(instrument.bin_width, {.name = "bin-width",
                                          .unit = "cm-1",
                                          .range = shell::above(0),
                                          .prose = "Of bins side by side from --from on."});
    options.number(instrument.resolving_power,
                   {.name = "resolving-power",
                    .range = shell::at_least(1),
                    .prose = "Centre of a bin over its width, instead of --bin-width."});
    options.choice(
        instrument.unit, unit_words(),
        {.name = "radiance-unit",
         .prose = "Of the samples and of the bins; alone, every point of the spectrum is given in it too."});
}

Instrument instrument_from(InstrumentOptions const& options, shell::Options const& given,
                           lbl::SpectralGrid const& grid) {
    Instrument instrument;
    instrument.bin_edges = edges_from(options, grid);
    instrument.unit = options.unit;
    if (options.shape != "none") {
        if (!options.full_width)
            throw BadInput("is missing", "--full-width", "a width with every --line-shape");
        instrument.sampling = sampling_from(options, grid);
        return instrument;
    }
    for (auto const* name : {"full-width", "reach", "shape-parameter", "sampling"})
        if (given.given(name))
            throw BadInput("without --line-shape", "--" + std::string(name), "both or neither");
    if (given.given("radiance-unit") && instrument.bin_edges.empty())
        instrument.sampling = Sampling{.kernel = {.weight = {1}}, .shape = "none"};
    return instrument;
}

}  // namespace vespa::lbl_driver
