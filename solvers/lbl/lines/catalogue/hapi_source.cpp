#include "lbl/lines/catalogue/hapi_source.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "lbl/lines/catalogue/append_line.hpp"
#include "lbl/lines/catalogue/par_record.hpp"
#include "lbl/lines/profile_table.hpp"

namespace vespa::lbl {
namespace {

constexpr std::array<char const*, 4> record_columns{"gamma_air", "gamma_self", "n_air", "delta_air"};

bool describes_shape(std::string const& name) {
    constexpr std::array<char const*, 9> kinds{"gamma_", "n_",     "delta_",    "deltap_", "y_",
                                               "sd_",    "nu_ht_", "kappa_ht_", "eta_ht_"};
    return std::any_of(kinds.begin(), kinds.end(), [&](char const* kind) { return name.starts_with(kind); });
}

// Where HITRAN's record has its fields, counted from 0.
void check_positions(nlohmann::json const& header, std::string const& name) {
    constexpr std::array<std::pair<char const*, int>, 10> places{{{"molec_id", 0},
                                                                  {"local_iso_id", 2},
                                                                  {"nu", 3},
                                                                  {"sw", 15},
                                                                  {"a", 25},
                                                                  {"gamma_air", 35},
                                                                  {"gamma_self", 40},
                                                                  {"elower", 45},
                                                                  {"n_air", 55},
                                                                  {"delta_air", 59}}};
    for (auto const& [field, place] : places) {
        if (header.at("position").at(field) != place) {
            throw BadInput(std::string("field ") + field + " stands elsewhere", name,
                           "a table whose first 160 characters are HITRAN's record");
        }
    }
}

class HapiReader : public LineReader {
  public:
    HapiReader(TextLines lines, HapiHeader header) : lines_(std::move(lines)), header_(std::move(header)) {}

    bool next(LinePiece& piece) override {
        piece.clear();
        std::string_view line;
        while (piece.size() < lines_a_piece && lines_.next(line)) {
            if (is_remark(line)) continue;
            auto const record = parse_par_record(line.substr(0, par_length), lines_);
            row_.assign(header_.columns.size(), absent);
            row_[0] = record.gamma_air;
            row_[1] = record.gamma_self;
            row_[2] = record.n_air;
            row_[3] = record.delta_air;
            read_extras(line);
            if (append_line(piece, record.position, record.strength, record.lower_energy,
                            record.isotopologue))
                piece.profile.insert(piece.profile.end(), row_.begin(), row_.end());
        }
        return piece.size() > 0 || piece.without_strength > 0;
    }

  private:
    void read_extras(std::string_view line) {
        if (header_.extras.empty()) return;
        std::size_t begin = par_length;
        for (std::size_t extra = 0; extra < header_.extras.size(); ++extra) {
            if (begin >= line.size() || line[begin] != header_.separator) {
                lines_.fail("a record of " + std::to_string(extra) + " columns behind its 160 characters",
                            std::to_string(header_.extras.size()) + ", as the header names them");
            }
            ++begin;
            auto const end = std::min(line.find(header_.separator, begin), line.size());
            if (header_.use[extra] >= 0) read_extra(extra, line.substr(begin, end - begin), begin);
            begin = end;
        }
        if (begin < line.size()) {
            lines_.fail("a record of more columns behind its 160 characters than the header names",
                        std::to_string(header_.extras.size()));
        }
    }

    void read_extra(std::size_t extra, std::string_view field, std::size_t column) {
        auto const text = trimmed(field);
        if (text.empty() || text == "#") return;
        auto const& name = header_.extras[extra];
        bool const is_width = name.starts_with("gamma_");
        auto const value = to_number(text);
        if (!value || *value < (is_width ? 0 : -1e6) || *value > 1e6) {
            lines_.fail_at(column + 1, column + field.size(), name + " is " + in_quotes(text),
                           is_width ? "a number >= 0, or #" : "a number, or #");
        }
        row_[static_cast<std::size_t>(header_.use[extra])] = *value;
    }

    TextLines lines_;
    HapiHeader header_;
    std::vector<double> row_;
};

}  // namespace

HapiHeader parse_hapi_header(std::string const& text, std::string const& name) {
    HapiHeader header;
    header.columns.assign(record_columns.begin(), record_columns.end());
    try {
        auto const json = nlohmann::json::parse(text);
        check_positions(json, name);
        auto const separator = json.value("extra_separator", std::string(","));
        if (separator.size() != 1)
            throw BadInput("extra_separator " + in_quotes(separator), name, "one character");
        header.separator = separator[0];
        header.extras = json.value("extra", std::vector<std::string>{});
    } catch (nlohmann::json::exception const& error) {
        throw BadInput(std::string("is not a header of HAPI: ") + error.what(), name,
                       "JSON with position, extra and extra_separator");
    }
    for (auto const& extra : header.extras) {
        bool const is_new = std::count(header.columns.begin(), header.columns.end(), extra) == 0;
        bool const used = describes_shape(extra) && is_new;
        header.use.push_back(used ? static_cast<int>(header.columns.size()) : -1);
        if (used) header.columns.push_back(extra);
    }
    return header;
}

std::unique_ptr<LineReader> read_hapi(TextLines lines, HapiHeader header) {
    return std::make_unique<HapiReader>(std::move(lines), std::move(header));
}

HapiSource::HapiSource(std::filesystem::path const& path) : data_(path), header_file_(path) {
    data_.replace_extension(".data");
    header_file_.replace_extension(".header");
    std::ifstream file(header_file_, std::ios::binary);
    if (!file) throw BadInput("cannot be opened", header_file_.string());
    header_ = parse_hapi_header({std::istreambuf_iterator<char>(file), {}}, header_file_.string());
    parts_ = parts_of_file(data_);
}

std::unique_ptr<LineReader> HapiSource::read(std::uint64_t part) const {
    return read_hapi(TextLines(data_, parts_.at(part)), header_);
}

std::string HapiSource::title() const {
    return "HAPI table " + data_.stem().string();
}

}  // namespace vespa::lbl
