#include "hitran_lines.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace vespa::lbl::testing {

namespace {

constexpr double c2 = 1.438776877503933802;  // cm K
constexpr double reference_temperature = 296;

std::vector<std::string> split(std::string const& line) {
    std::vector<std::string> words;
    std::istringstream stream(line);
    for (std::string word; std::getline(stream, word, ',');)
        words.push_back(word);
    return words;
}

double number(std::string const& record, std::size_t from, std::size_t length) {
    std::string const field = record.substr(from, length);
    return field.find_first_not_of(' ') == std::string::npos ? 0 : std::stod(field);
}

struct Isotopologue {
    double mass = 0, sum_296 = 0, sum = 0;
};

using Isotopologues = std::map<std::pair<int, int>, Isotopologue>;

Isotopologues read_isotopologues(std::filesystem::path const& tips, double temperature) {
    Isotopologues all;
    std::map<std::string, std::pair<int, int>> by_column;
    std::ifstream masses(tips / "isotopologues.csv");
    for (std::string line; std::getline(masses, line);) {
        auto const words = split(line);
        if (line[0] == '#' || line[0] == 'm') continue;
        std::pair const key{std::stoi(words[0]), std::stoi(words[1])};
        all[key] = {std::stod(words[5]), std::stod(words[6]), 0};
        by_column[words[2] + "_" + words[0] + words[1]] = key;
    }
    std::ifstream sums(tips / "q_tips2025_selected.csv");
    std::vector<std::string> header;
    double nearest = INFINITY;  // of the rows' temperatures
    for (std::string line; std::getline(sums, line);) {
        if (line[0] == '#') continue;
        auto const words = split(line);
        if (header.empty()) header = words;
        if (words[0] == "T_K" || std::abs(std::stod(words[0]) - temperature) >= nearest) continue;
        nearest = std::abs(std::stod(words[0]) - temperature);
        for (std::size_t i = 1; i < header.size(); ++i) {
            auto const found = by_column.find(header[i]);
            if (found != by_column.end()) all[found->second].sum = std::stod(words[i]);
        }
    }
    return all;
}

}  // namespace

std::vector<HitranLine> read_par(std::filesystem::path const& path, double low, double high) {
    std::ifstream file(path);
    std::vector<HitranLine> list;
    for (std::string r; std::getline(file, r);) {
        if (r.size() < 67) continue;
        char const code = r[2];
        int const isotopologue = code == '0' ? 10 : code == 'A' ? 11 : code == 'B' ? 12 : code - '0';
        HitranLine const line{std::stoi(r.substr(0, 2)), isotopologue,     number(r, 3, 12),
                              number(r, 15, 10),         number(r, 35, 5), number(r, 45, 10),
                              number(r, 55, 4),          number(r, 59, 8)};
        if (line.position >= low && line.position <= high) list.push_back(line);
    }
    std::stable_sort(list.begin(), list.end(),
                     [](HitranLine const& a, HitranLine const& b) { return a.position < b.position; });
    return list;
}

LayerLines air_layer(std::vector<HitranLine> const& list, std::filesystem::path const& tips,
                     double temperature, double pressure) {
    auto const isotopologues = read_isotopologues(tips, temperature);
    LayerLines lines;
    lines.temperature = temperature;
    for (HitranLine const& line : list) {
        Isotopologue const& species = isotopologues.at({line.molecule, line.isotopologue});
        double const sum = temperature == reference_temperature ? species.sum_296 : species.sum;
        if (sum == 0) throw std::runtime_error("no partition sum at this temperature");
        lines.position.push_back(line.position);
        lines.centre.push_back(line.position + pressure * line.shift);
        double const over = 1 / temperature - 1 / reference_temperature;
        lines.strength.push_back(line.strength * species.sum_296 / sum *
                                 std::exp(-c2 * line.lower_energy * over) *
                                 std::expm1(-c2 * line.position / temperature) /
                                 std::expm1(-c2 * line.position / reference_temperature));
        lines.lorentz_half_width.push_back(pressure * line.air_half_width *
                                           std::pow(reference_temperature / temperature, line.exponent));
        lines.doppler_width.push_back(line.position / 299792458.0 *
                                      std::sqrt(2 * 8.314462618 * temperature / (1e-3 * species.mass)));
    }
    return lines;
}

}  // namespace vespa::lbl::testing
