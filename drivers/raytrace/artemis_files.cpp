#include "drivers/raytrace/artemis_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <string>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "core/units/constants.hpp"

namespace vespa::raytrace_driver {

namespace {

constexpr std::uint64_t most_rays = 1'000'000;

struct Unit {
    char const* name;
    double metres;
};
constexpr std::array<Unit, 6> length_units = {
    {{"km", 1e3}, {"m", 1}, {"RJ", 69911e3}, {"RS", 60300e3}, {"RT", 6378e3}, {"RSun", 6.96e8}}};

/// The lines of a file, one after the other, taken apart into words.
class Lines {
  public:
    explicit Lines(std::filesystem::path const& file) : file_(file), stream_(file) {
        if (!stream_) throw BadInput("cannot be opened", file_.string(), "a readable file");
    }

    /// Goes to the next line that says something; false at the end.
    bool next() {
        for (std::string line; std::getline(stream_, line);) {
            ++line_;
            // As to Fortran, commas are blanks.
            std::replace(line.begin(), line.end(), ',', ' ');
            auto const words = words_of(line);
            words_.assign(words.begin(), words.end());
            if (!words_.empty()) return true;
        }
        return false;
    }

    void expect(std::string const& what) {
        if (!next()) throw BadInput("ends before " + what, file_.string(), "a line with " + what);
    }

    /// The first word of the next line.
    std::string word(std::string const& what) {
        expect(what);
        return words_[0];
    }

    /// Number i of this line.
    double number(std::size_t i, std::string const& what) const {
        if (i >= words_.size()) {
            throw BadInput(fmt::format("{}: {} values stand here", what, words_.size()), where(), what);
        }
        auto const x = to_number(words_[i]);
        if (!x) throw BadInput(fmt::format("{}: \"{}\" is no number", what, words_[i]), where(), what);
        return *x;
    }

    double positive(std::string const& what) {
        expect(what);
        double const x = number(0, what);
        if (!(x > 0))
            throw BadInput(fmt::format("{}: {} is not above 0", what, x), where(), what + " above 0");
        return x;
    }

    std::uint64_t count(std::string const& what, std::uint64_t most) {
        double const x = positive(what);
        if (x != std::floor(x) || x > static_cast<double>(most))
            throw BadInput(fmt::format("{}: {} is no such number", what, x), where(),
                           fmt::format("1 to {}", most));
        return static_cast<std::uint64_t>(x);
    }

    raytrace::Vector vector(std::string const& what) {
        expect(what);
        return {number(0, what), number(1, what), number(2, what)};
    }

    std::string where() const { return fmt::format("{}:{}", file_.string(), line_); }

  private:
    std::filesystem::path const& file_;
    std::ifstream stream_;
    std::size_t line_ = 0;
    std::vector<std::string> words_;
};

bool read_is_spherical(Lines& lines) {
    auto const word = lower_case(lines.word("cart or sphr, the coordinates of the positions"));
    if (word != "cart" && word != "sphr")
        throw BadInput(fmt::format("\"{}\" are no coordinates", word), lines.where(), "cart, sphr");
    return word == "sphr";
}

double read_length_unit(Lines& lines) {
    auto const word = lines.word("the unit of the positions");
    std::string allowed;
    for (auto const& unit : length_units) {
        if (lower_case(unit.name) == lower_case(word)) return unit.metres;
        allowed += (allowed.empty() ? "" : ", ") + std::string(unit.name);
    }
    throw BadInput(fmt::format("unit \"{}\" is not known", word), lines.where(), allowed);
}

/// Distance, longitude and latitude in degrees as x, y, z.
raytrace::Vector cartesian(raytrace::Vector const& r) {
    double const longitude = r[1] * units::degree, latitude = r[2] * units::degree;
    return {r[0] * std::cos(latitude) * std::cos(longitude), r[0] * std::cos(latitude) * std::sin(longitude),
            r[0] * std::sin(latitude)};
}

/// The mode of one ray; V counts as O.
raytrace::Mode read_mode(Lines& lines, std::string const& what, bool& has_vacuum_mode) {
    auto const word = lines.word(what);
    has_vacuum_mode = has_vacuum_mode || word == "V";
    if (word == "O" || word == "V") return raytrace::Mode::ordinary;
    if (word == "X") return raytrace::Mode::extraordinary;
    throw BadInput(fmt::format("\"{}\" is no mode", word), lines.where(), "X, O, V");
}

}  // namespace

ArtemisEnviron read_artemis_environ(std::filesystem::path const& file) {
    Lines lines(file);
    ArtemisEnviron environ{};
    environ.density_cm3 = lines.positive("the density n0 (cm-3)");
    environ.height_km = lines.positive("its height z0 (km)");
    if (!lines.next()) return environ;
    auto& field = environ.field.emplace();
    field.strength_T = lines.number(0, "the field B0 (T)");
    field.height_km = lines.positive("its height z0B (km)");
    if (lines.next())
        throw BadInput("a fifth value stands here", lines.where(),
                       "2 values (toy model 1) or 4 (toy model 2)");
    return environ;
}

ArtemisRays read_artemis_rays(std::filesystem::path const& file) {
    Lines lines(file);
    ArtemisRays rays{};
    lines.expect("a name for the output");
    lines.expect("an integrator");
    double const frequency = 1e3 * lines.positive("the frequency (kHz)");
    rays.launches.resize(lines.count("the number of rays", most_rays));
    auto const iterations = lines.count("the number of iterations", std::uint64_t{1} << 62U);
    bool const is_spherical = read_is_spherical(lines);
    double const unit = read_length_unit(lines);
    auto const of = [&](char const* what, raytrace::Launch const& ray) {
        return fmt::format("{} of ray {} of {}", what, &ray - rays.launches.data() + 1, rays.launches.size());
    };
    for (auto& ray : rays.launches) {
        auto position = lines.vector(of(is_spherical ? "r, longitude, latitude" : "x, y, z", ray));
        if (is_spherical) position = cartesian(position);
        ray.position_m = {unit * position[0], unit * position[1], unit * position[2]};
        ray.frequency_hz = frequency;
    }
    for (auto& ray : rays.launches)
        ray.direction = lines.vector(of("direction x, y, z", ray));
    for (auto& ray : rays.launches)
        ray.mode = read_mode(lines, of("mode", ray), rays.has_vacuum_mode);
    rays.maximum_index = lines.positive("the greatest refractive index mumax");
    if (rays.maximum_index <= 1)
        throw BadInput(fmt::format("mumax: {} is not above 1", rays.maximum_index), lines.where(), "above 1");
    lines.positive("the first step dtinit (km)");
    double const longest_step = lines.positive("the longest step dtmax (km)");
    lines.positive("the shortest step dtmin (km)");
    rays.longest_path_km = static_cast<double>(iterations) * longest_step;
    return rays;
}

}  // namespace vespa::raytrace_driver
