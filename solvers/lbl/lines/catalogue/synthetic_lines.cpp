#include "lbl/lines/catalogue/synthetic_lines.hpp"

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "lbl/lines/catalogue/append_line.hpp"

namespace vespa::lbl {
namespace {

class SyntheticReader : public LineReader {
  public:
    SyntheticReader(SyntheticLines const& list, std::uint64_t from, std::uint64_t to)
        : list_(list), from_(from), to_(to) {}

    bool next(LinePiece& piece) override {
        piece.clear();
        auto const end = std::min<std::uint64_t>(from_ + lines_a_piece, to_);
        list_.append(from_, end, piece);
        from_ = end;
        return piece.size() > 0;
    }

  private:
    SyntheticLines list_;
    std::uint64_t from_, to_;
};

}  // namespace

SyntheticLines::SyntheticLines(std::uint64_t lines, double first, double last, std::uint64_t seed,
                               std::uint64_t lines_a_part)
    : lines_(lines), first_(first), last_(last), seed_(seed), lines_a_part_(lines_a_part) {
    if (lines == 0 || lines > std::uint64_t{1} << 40 || lines_a_part == 0) {
        throw BadInput(std::to_string(lines) + " lines", "synthetic lines", "1 to 2^40");
    }
    if (!(first > 0 && last > first && last <= 1e7)) {
        throw BadInput("positions from " + std::to_string(first) + " to " + std::to_string(last) + " cm-1",
                       "synthetic lines", "above 0, rising, up to 1e7 cm-1");
    }
}

std::span<Isotopologue const> SyntheticLines::isotopologues() const {
    return hitran_isotopologues().subspan(*find_isotopologue(5, 1), 1);
}

std::vector<std::string> SyntheticLines::profile_columns() const {
    return {"gamma_air", "gamma_self", "n_air", "delta_air"};
}

std::uint64_t SyntheticLines::parts() const {
    return (lines_ - 1) / lines_a_part_ + 1;
}

std::unique_ptr<LineReader> SyntheticLines::read(std::uint64_t part) const {
    auto const from = part * lines_a_part_;
    return std::make_unique<SyntheticReader>(*this, from, std::min(from + lines_a_part_, lines_));
}

std::string SyntheticLines::title() const {
    return "synthetic list of " + std::to_string(lines_) + " lines, seed " + std::to_string(seed_);
}

void SyntheticLines::append(std::uint64_t from, std::uint64_t to, LinePiece& piece) const {
    double const spacing = (last_ - first_) / static_cast<double>(lines_);
    for (auto i = from; i < to; ++i) {
        double const fourth = split_mix_uniform(seed_, 4 * i + 4);
        double const gamma = std::round((0.04 + 0.06 * fourth) * 1e4) / 1e4;
        double const exponent = std::round((0.5 + 0.3 * (16 * fourth - std::floor(16 * fourth))) * 100) / 100;
        piece.position.push_back(first_ +
                                 (static_cast<double>(i) + split_mix_uniform(seed_, 4 * i + 1)) * spacing);
        piece.log_strength.push_back((-30 + 8 * split_mix_uniform(seed_, 4 * i + 2)) * std::log(10.0));
        piece.lower_energy.push_back(5000 * split_mix_uniform(seed_, 4 * i + 3));
        piece.isotopologue.push_back(0);
        piece.profile.insert(piece.profile.end(), {gamma, gamma, exponent, 0.0});
    }
}

}  // namespace vespa::lbl
