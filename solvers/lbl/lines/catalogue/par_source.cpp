#include "lbl/lines/catalogue/par_source.hpp"

#include "core/text/words.hpp"
#include "lbl/lines/catalogue/append_line.hpp"
#include "lbl/lines/catalogue/par_record.hpp"

namespace vespa::lbl {
namespace {

class ParReader : public LineReader {
  public:
    explicit ParReader(TextLines lines) : lines_(std::move(lines)) {}

    bool next(LinePiece& piece) override {
        piece.clear();
        std::string_view line;
        while (piece.size() < lines_a_piece && lines_.next(line)) {
            if (is_remark(line)) continue;
            if (line.size() > par_length && !trimmed(line.substr(par_length)).empty()) {
                lines_.fail("a record of " + std::to_string(line.size()) + " characters",
                            "160 characters; more are columns of a HAPI table, which is read by its .header");
            }
            auto const record = parse_par_record(line, lines_);
            append_line(piece, record.position, record.strength, record.lower_energy, record.isotopologue,
                        {record.gamma_air, record.gamma_self, record.n_air, record.delta_air});
        }
        return piece.size() > 0 || piece.without_strength > 0;
    }

  private:
    TextLines lines_;
};

}  // namespace

std::unique_ptr<LineReader> read_par(TextLines lines) {
    return std::make_unique<ParReader>(std::move(lines));
}

ParSource::ParSource(std::vector<std::filesystem::path> files) : files_(std::move(files)) {
    for (std::size_t file = 0; file < files_.size(); ++file)
        for (auto const& text : parts_of_file(files_[file]))
            parts_.push_back({file, text});
}

std::vector<std::string> ParSource::profile_columns() const {
    return {"gamma_air", "gamma_self", "n_air", "delta_air"};
}

std::unique_ptr<LineReader> ParSource::read(std::uint64_t part) const {
    auto const& one = parts_.at(part);
    return read_par(TextLines(files_[one.file], one.text));
}

std::string ParSource::title() const {
    return "HITRAN records of 160 characters";
}

}  // namespace vespa::lbl
