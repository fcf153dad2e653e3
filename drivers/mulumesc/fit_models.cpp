#include "drivers/mulumesc/fit_models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/errors/bad_input.hpp"

namespace vespa::mulumesc_driver {

using mulumesc::Band;
using mulumesc::BandModel;
using mulumesc::BandShape;

namespace {

constexpr double fwhm_per_sigma = 2.354820045030949;
constexpr double usual_depth = 0.1, deepest = 0.95;
constexpr double strongest = -3;  ///< of ln R: five hundredths of the light
constexpr mulumesc::FitParameter any_offset{-1, -10, 5}, any_slope{0, -3, 3};

[[noreturn]] void refuse(std::string const& what) {
    throw BadInput(what, "--fit-bands",
                   "CENTRE:FWHM or CENTRE:FWHM:DEPTH in um, numbers above 0, a depth below 1");
}

std::vector<double> numbers_of(std::string const& text) {
    std::vector<double> numbers;
    char const *at = text.data(), *const end = at + text.size();
    while (true) {
        double value = 0;
        auto const [next, error] = std::from_chars(at, end, value);
        if (error != std::errc() || (next != end && *next != ':') || !(value > 0) || !std::isfinite(value))
            refuse("'" + text + "'");
        numbers.push_back(value);
        if (next == end) return numbers;
        at = next + 1;
    }
}

}  // namespace

BandModel model_of_texts(std::vector<std::string> const& texts, BandShape shape) {
    BandModel model{any_offset, any_slope, shape, {}};
    for (auto const& text : texts) {
        auto numbers = numbers_of(text);
        if (numbers.size() == 2) numbers.push_back(usual_depth);
        if (numbers.size() != 3 || numbers[2] >= 1) refuse("'" + text + "'");
        double const centre = numbers[0], width = numbers[1], sigma = width / fwhm_per_sigma;
        model.bands.push_back({{std::log1p(-numbers[2]), strongest, 0},
                               {centre, centre - width / 2, centre + width / 2},
                               {sigma, sigma / 2, 2 * sigma}});
    }
    if (model.bands.empty()) refuse("no band");
    check(model);
    return model;
}

std::vector<Band> deepest_bands(std::vector<Band> bands) {
    if (bands.size() > mulumesc::most_bands) {
        std::stable_sort(bands.begin(), bands.end(),
                         [](Band const& a, Band const& b) { return a.depth > b.depth; });
        bands.resize(mulumesc::most_bands);
        std::stable_sort(bands.begin(), bands.end(),
                         [](Band const& a, Band const& b) { return a.centre < b.centre; });
    }
    return bands;
}

BandModel model_for_detected(mulumesc::SpectralAxis const& axis, BandShape shape, std::size_t bands) {
    auto const& x = axis.wavelength;
    double const first = x.front(), last = x.back(), span = last - first;
    double const narrowest = span / static_cast<double>(x.size()) / fwhm_per_sigma;
    mulumesc::ModelBand const anywhere{
        {std::log1p(-usual_depth), strongest, 0}, {first, first, last}, {span / 10, narrowest, span}};
    return {any_offset, any_slope, shape, std::vector<mulumesc::ModelBand>(bands, anywhere)};
}

void add_start(BandModel const& model, std::vector<Band> const& bands, std::span<double const> reflectance,
               std::vector<double>& starts) {
    double highest = 0;
    for (double const value : reflectance)
        if (value > highest) highest = value;  // not NaN
    starts.push_back(highest > 0 ? std::log(highest) : any_offset.start);
    starts.push_back(0);
    auto const within = [](double value, mulumesc::FitParameter const& box) {
        return std::clamp(value, box.low, box.high);
    };
    for (std::size_t k = 0; k < bands.size(); ++k) {
        auto const& box = model.bands[k];
        starts.push_back(std::log1p(-std::clamp(bands[k].depth, 0.0, deepest)));
        starts.push_back(within(bands[k].centre, box.centre));
        starts.push_back(within(bands[k].width / fwhm_per_sigma, box.width));
        if (model.shape != BandShape::gaussian) starts.push_back(box.asymmetry.start);
        if (model.shape == BandShape::exponential_gaussian) starts.push_back(box.saturation.start);
    }
}

}  // namespace vespa::mulumesc_driver
