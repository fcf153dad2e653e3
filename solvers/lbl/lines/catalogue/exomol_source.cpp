#include "lbl/lines/catalogue/exomol_source.hpp"

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "lbl/lines/catalogue/append_line.hpp"
#include "lbl/lines/catalogue/par_record.hpp"
#include "lbl/lines/constants.hpp"

namespace vespa::lbl {

/// Reads the transitions of a part of a file.
class ExomolReader : public LineReader {
  public:
    ExomolReader(ExomolSource const& source, TextLines lines) : source_(source), lines_(std::move(lines)) {}

    bool next(LinePiece& piece) override {
        piece.clear();
        std::string_view line;
        while (piece.size() < lines_a_piece && lines_.next(line))
            if (!is_remark(line)) read_transition(line, piece);
        return piece.size() > 0 || piece.without_strength > 0;
    }

  private:
    std::size_t state_of(std::string_view word, char const* which) const {
        auto const number = static_cast<std::size_t>(std::max<std::int64_t>(to_integer(word).value_or(0), 0));
        auto const& weight = source_.states_.weight;
        if (number == 0 || number >= weight.size() || weight[number] == 0) {
            lines_.fail(std::string(which) + " state is " + in_quotes(word), "a state of the .states file");
        }
        return number;
    }

    // The file's own position, its last column, unless it has none or the states' is wanted.
    double position_of(std::vector<std::string_view> const& words, double difference) const {
        if (!(difference > 1e-12)) {
            lines_.fail("upper state " + in_quotes(words[0]) + " does not lie above lower state " +
                            in_quotes(words[1]),
                        "transitions downwards");
        }
        if (words.size() < 4 || source_.files_.positions_of_states) return difference;
        constexpr double tolerance = 10;  // cm-1: of states improved after the list was made
        auto const given = to_number(words.back());
        if (!given || !(*given > 1e-12) || std::abs(*given - difference) > tolerance) {
            lines_.fail("position is " + in_quotes(words.back()) + ", the states differ by " +
                            std::to_string(difference) + " cm-1",
                        "the same to 10 cm-1");
        }
        return *given;
    }

    void read_transition(std::string_view line, LinePiece& piece) {
        auto const words = words_of(line, 8);
        if (words.size() < 3) {
            lines_.fail("a transition of " + std::to_string(words.size()) + " columns",
                        "upper state, lower state, Einstein coefficient");
        }
        auto const upper = state_of(words[0], "upper"), lower = state_of(words[1], "lower");
        auto const einstein = to_number(words[2]);
        if (!einstein || !(*einstein >= 0 && *einstein < 1e20)) {
            lines_.fail("Einstein coefficient is " + in_quotes(words[2]), "a number >= 0 s-1");
        }
        auto const& states = source_.states_;
        double const nu = position_of(words, states.energy[upper] - states.energy[lower]);
        double const x = second_radiation_constant * nu / list_temperature;
        double const log_strength =
            std::log(states.weight[upper] * *einstein /
                     (8 * units::pi * speed_of_light_cm * nu * nu * source_.files_.partition_sum_296)) -
            second_radiation_constant * states.energy[lower] / list_temperature + std::log(-std::expm1(-x));
        if (!append_logarithm(piece, nu, log_strength, states.energy[lower], 0)) return;
        auto const usual = source_.files_.usual;
        if (source_.broadening_.empty())
            piece.profile.insert(piece.profile.end(), {usual.gamma, usual.exponent});
        for (auto const& broadening : source_.broadening_) {
            auto const width = broadening.of(states.rotation[lower], states.rotation[upper], usual);
            piece.profile.insert(piece.profile.end(), {width.gamma, width.exponent});
        }
    }

    ExomolSource const& source_;
    TextLines lines_;
};

ExomolSource::ExomolSource(ExomolFiles files) : files_(std::move(files)) {
    if (!(files_.partition_sum_296 > 0)) {
        throw BadInput("no partition sum at 296 K", files_.states.string(), "a number above 0");
    }
    if (!(files_.isotopologue.mass > 0)) {
        throw BadInput("no mass of the isotopologue", files_.states.string(), "a number above 0, g/mol");
    }
    files_.isotopologue.contained_abundance = 1;
    states_ = read_exomol_states(files_.states);
    for (auto const& [name, path] : files_.broadening)
        broadening_.push_back(ExomolBroadening::read(path));
    for (std::size_t file = 0; file < files_.transitions.size(); ++file)
        for (auto const& text : parts_of_file(files_.transitions[file]))
            parts_.push_back({file, text});
}

std::vector<std::string> ExomolSource::profile_columns() const {
    if (broadening_.empty()) return {"gamma_default", "n_default"};
    std::vector<std::string> columns;
    for (auto const& [name, path] : files_.broadening) {
        columns.push_back("gamma_" + name);
        columns.push_back("n_" + name);
    }
    return columns;
}

std::unique_ptr<LineReader> ExomolSource::read(std::uint64_t part) const {
    auto const& one = parts_.at(part);
    return std::make_unique<ExomolReader>(*this, TextLines(files_.transitions[one.file], one.text));
}

std::vector<std::filesystem::path> ExomolSource::files() const {
    std::vector<std::filesystem::path> all{files_.states};
    all.insert(all.end(), files_.transitions.begin(), files_.transitions.end());
    for (auto const& [name, path] : files_.broadening)
        all.push_back(path);
    return all;
}

std::string ExomolSource::title() const {
    return "ExoMol list of " + files_.isotopologue.molecule + " " + files_.isotopologue.name;
}

}  // namespace vespa::lbl
