#include "lbl/instrument/line_shape.hpp"

#include <array>
#include <cmath>
#include <utility>

#include "core/errors/bad_input.hpp"
#include "core/numerics/root.hpp"
#include "core/units/constants.hpp"
#include "lbl/instrument/apodisation.hpp"

namespace vespa::lbl {
namespace {

constexpr std::array<std::pair<LineShape, char const*>, 13> names{
    {{LineShape::sinc, "sinc"},
     {LineShape::sinc_squared, "sinc_squared"},
     {LineShape::beer, "beer"},
     {LineShape::hamming, "hamming"},
     {LineShape::hanning, "hanning"},
     {LineShape::norton_beer_weak, "norton_beer_weak"},
     {LineShape::norton_beer_medium, "norton_beer_medium"},
     {LineShape::norton_beer_strong, "norton_beer_strong"},
     {LineShape::brault, "brault"},
     {LineShape::kaiser_bessel, "kaiser_bessel"},
     {LineShape::gauss, "gauss"},
     {LineShape::triangle, "triangle"},
     {LineShape::box, "box"}}};

double const gauss_sigma = 1 / std::sqrt(2 * std::log(2.0));  // standard deviation / half width

/// A line shape with what does not depend on the distance made once.
class Shape {
  public:
    explicit Shape(InstrumentShape const& instrument)
        : kind_(instrument.shape), parameter_(instrument.parameter), half_(instrument.full_width / 2) {
        if (!is_apodised(kind_)) return;
        length_ = half_width_product(kind_, parameter_) / half_;
        area_ = apodisation(kind_, parameter_, 0);
    }

    double at(double distance) const {
        double const x = std::abs(distance) / half_;
        switch (kind_) {
            case LineShape::gauss:
                return std::exp2(-x * x) / (half_ * gauss_sigma * std::sqrt(2 * units::pi));
            case LineShape::triangle:
                return x < 2 ? (1 - x / 2) / (2 * half_) : 0;
            case LineShape::box:
                return x < 1 ? 1 / (2 * half_) : x == 1 ? 1 / (4 * half_) : 0;
            default:
                return 2 * length_ / area_ *
                       apodisation_transform(kind_, parameter_, 2 * units::pi * distance * length_);
        }
    }

    double end(double reach) const {
        if (kind_ == LineShape::box) return half_;
        return kind_ == LineShape::triangle ? 2 * half_ : reach;
    }

    double missing(double reach) const {
        if (kind_ == LineShape::gauss) return std::erfc(reach / half_ * std::sqrt(std::log(2.0)));
        if (!is_apodised(kind_)) return 0;
        double const share = apodisation_share(kind_, parameter_, 2 * units::pi * reach * length_);
        return 1 - 2 / units::pi * share / area_;
    }

    /// Part of the box within half a step of a point.
    double box_cell(double distance, double step) const {
        double const low = std::max(distance - step / 2, -half_), high = std::min(distance + step / 2, half_);
        return std::max(0.0, high - low) / (2 * half_);
    }

  private:
    LineShape kind_;
    double parameter_, half_, length_ = 0, area_ = 1;
};

}  // namespace

std::string name_of(LineShape shape) {
    for (auto const& [known, name] : names)
        if (known == shape) return name;
    return {};
}

LineShape line_shape_of(std::string_view name) {
    std::string allowed;
    for (auto const& [shape, known] : names) {
        if (known == name) return shape;
        allowed += (allowed.empty() ? "" : ", ") + std::string(known);
    }
    throw BadInput("'" + std::string(name) + "'", "line shape", allowed);
}

void check(InstrumentShape const& instrument, std::string const& where) {
    auto const refuse = [&](std::string const& what, std::string const& allowed) {
        throw BadInput(what + " of a " + name_of(instrument.shape) + " line shape", where, allowed);
    };
    double const width = instrument.full_width, p = instrument.parameter;
    if (!(width > 0 && std::isfinite(width)))
        refuse("full width " + std::to_string(width) + " cm-1", "above 0");
    bool const ends = instrument.shape == LineShape::triangle || instrument.shape == LineShape::box;
    if (!ends && !(instrument.reach > width && instrument.reach <= 1e4 * width)) {
        refuse("reach " + std::to_string(instrument.reach) + " cm-1",
               "above the full width, at most 10000 of it");
    }
    if (instrument.shape == LineShape::brault && !(p > 0 && p < 1))
        refuse("parameter " + std::to_string(p), "above 0, below 1");
    if (instrument.shape == LineShape::kaiser_bessel && !(p > 0 && p <= 20))
        refuse("parameter " + std::to_string(p), "above 0, at most 20");
}

double half_width_product(LineShape shape, double parameter) {
    if (!is_apodised(shape)) {
        throw BadInput("a " + name_of(shape) + " line shape has no path difference", "line shape",
                       "a Fourier spectrometer's shape");
    }
    double const half = apodisation_transform(shape, parameter, 0) / 2;
    auto const above = [&](double a) { return apodisation_transform(shape, parameter, a) - half; };
    double const a = numerics::find_root(above, 0.5, 20, above(0.5), above(20), 1e-15);
    return a / (2 * units::pi);
}

double line_shape_at(InstrumentShape const& instrument, double distance) {
    check(instrument, "instrument");
    return Shape(instrument).at(distance);
}

ShapeKernel make_kernel(InstrumentShape const& instrument, double step) {
    check(instrument, "instrument");
    if (!(step > 0 && step <= instrument.full_width / 12 * (1 + 1e-9))) {
        throw BadInput("step " + std::to_string(step) + " cm-1 of the spectrum", "instrument",
                       "above 0, at most a sixth of the half width at half maximum, " +
                           std::to_string(instrument.full_width / 12) + " cm-1");
    }
    Shape const shape(instrument);
    double const end = shape.end(instrument.reach);
    auto const half = static_cast<std::size_t>(std::ceil(end / step - 1e-9));
    ShapeKernel kernel;
    kernel.missing = shape.missing(instrument.reach);
    kernel.weight.resize(2 * half + 1);
    double sum = 0;
    for (std::size_t k = 0; k <= half; ++k) {
        double const distance = step * static_cast<double>(k);
        double const w = instrument.shape == LineShape::box ? shape.box_cell(distance, step)
                         : distance <= end * (1 + 1e-9)     ? shape.at(distance)
                                                            : 0;
        kernel.weight[half + k] = kernel.weight[half - k] = w;
        sum += k == 0 ? w : 2 * w;
    }
    for (auto& w : kernel.weight)
        w /= sum;
    return kernel;
}

}  // namespace vespa::lbl
