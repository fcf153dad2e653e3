#include "lbl/lines/store/line_store.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/errors/bad_input.hpp"
#include "lbl/lines/constants.hpp"
#include "lbl/lines/packed_line.hpp"
#include "lbl/lines/store/layout.hpp"
#include "lbl/lines/store/piece_index.hpp"
#include "lbl/lines/store/store_file.hpp"

namespace vespa::lbl {

using parallel::Range;

struct LineStore::Parts {
    std::string name;
    record::File file;
    record::Provenance provenance;
    std::vector<Isotopologue> isotopologues;
    ProfileTable profiles;
    std::vector<double> first, last, bound;
    record::Dataset position, log_strength, lower_energy, profile, isotopologue;

    Range rows_of(std::size_t piece) const {
        auto const begin = piece * lines_a_store_piece;
        return {begin, std::min<std::uint64_t>(begin + lines_a_store_piece, position.rows())};
    }
    void check() const;
    std::uint64_t row_of(double from, bool beyond) const;
    void append(Range rows, StoredLines& lines) const;
    void finish(StoredLines& lines) const;
};

namespace {

record::Provenance provenance_of(record::File const& file) {
    auto const root = file.root();
    if (!root.has_attribute("file_type") || root.attribute<std::string>("file_type") != store_file_type) {
        throw BadInput("is not a store of lines", file.path().string(), "what `vespa-lbl convert` writes");
    }
    auto const provenance = record::read_provenance(root);
    if (provenance.format_version != store_format_version) {
        throw BadInput("has format version " + provenance.format_version, file.path().string(),
                       store_format_version);
    }
    return provenance;
}

}  // namespace

LineStore::LineStore(std::filesystem::path const& path) {
    auto file = record::File::open_alone(path);
    auto provenance = provenance_of(file);
    auto const root = file.root();
    auto const pieces = root.group("pieces");
    parts_ = std::make_unique<Parts>(Parts{
        path.string(), std::move(file), std::move(provenance), read_isotopologues(root), read_profiles(root),
        pieces.dataset("first_position").read<double>(), pieces.dataset("last_position").read<double>(),
        pieces.dataset("log_bound").read<double>(), root.dataset("lines/position"),
        root.dataset("lines/log_strength"), root.dataset("lines/lower_energy"), root.dataset("lines/profile"),
        root.dataset("lines/isotopologue")});
    parts_->check();
}

LineStore::~LineStore() = default;
LineStore::LineStore(LineStore&&) noexcept = default;

void LineStore::Parts::check() const {
    auto const rows = position.rows();
    auto const pieces = (rows + lines_a_store_piece - 1) / lines_a_store_piece;
    bool const whole = rows > 0 && log_strength.rows() == rows && lower_energy.rows() == rows &&
                       profile.rows() == rows && isotopologue.rows() == rows && first.size() == pieces &&
                       last.size() == pieces && bound.size() == pieces * bound_temperatures.size();
    if (!whole) throw BadInput("columns and pieces of lengths that do not fit", name, "what convert writes");
}

std::uint64_t LineStore::size() const {
    return parts_->position.rows();
}

double LineStore::first_position() const {
    return parts_->first.front();
}

double LineStore::last_position() const {
    return parts_->last.back();
}

std::vector<Isotopologue> const& LineStore::isotopologues() const {
    return parts_->isotopologues;
}

std::vector<std::string> const& LineStore::profile_columns() const {
    return parts_->profiles.columns;
}

std::string LineStore::title() const {
    return parts_->file.root().attribute<std::string>("title");
}

std::string LineStore::citation() const {
    return parts_->file.root().attribute<std::string>("citation");
}

record::Provenance const& LineStore::provenance() const {
    return parts_->provenance;
}

// The first row at or above a position, or above it.
std::uint64_t LineStore::Parts::row_of(double at, bool beyond) const {
    auto const found = beyond ? std::upper_bound(last.begin(), last.end(), at)
                              : std::lower_bound(last.begin(), last.end(), at);
    if (found == last.end()) return position.rows();
    auto const piece = static_cast<std::size_t>(found - last.begin());
    auto const rows = rows_of(piece);
    auto const values = position.read_rows<double>(rows);
    auto const row = beyond ? std::upper_bound(values.begin(), values.end(), at)
                            : std::lower_bound(values.begin(), values.end(), at);
    return rows.first + static_cast<std::uint64_t>(row - values.begin());
}

Range LineStore::rows_between(double from, double to) const {
    auto const first = parts_->row_of(from, false);
    return {first, std::max(first, parts_->row_of(to, true))};
}

void LineStore::Parts::append(Range rows, StoredLines& lines) const {
    auto const add = [](auto& to, auto const& from) { to.insert(to.end(), from.begin(), from.end()); };
    add(lines.position, position.read_rows<double>(rows));
    for (auto const value : log_strength.read_rows<std::int32_t>(rows))
        lines.log_strength.push_back(value * log_strength_unit);
    for (auto const value : lower_energy.read_rows<std::int32_t>(rows))
        lines.lower_energy.push_back(value * lower_energy_unit);
    add(lines.isotopologue, isotopologue.read_rows<std::uint8_t>(rows));
    add(lines.profile, profile.read_rows<std::uint32_t>(rows));
}

// Checks what numbers point to, and keeps the sets of parameters that are used.
void LineStore::Parts::finish(StoredLines& lines) const {
    constexpr auto unused = std::numeric_limits<std::uint32_t>::max();
    lines.isotopologues = isotopologues;
    for (auto const which : lines.isotopologue)
        if (which >= isotopologues.size()) throw BadInput("a line of no isotopologue", name);
    lines.profiles.columns = profiles.columns;
    lines.profiles.values.resize(profiles.columns.size());
    if (profiles.columns.empty()) return;
    std::vector<std::uint32_t> place(profiles.sets(), unused);
    for (auto const set : lines.profile) {
        if (set >= place.size()) throw BadInput("a line without line-shape parameters", name);
        place[set] = 0;
    }
    std::uint32_t next = 0;
    for (std::size_t set = 0; set < place.size(); ++set) {
        if (place[set] == unused) continue;
        place[set] = next++;
        for (std::size_t c = 0; c < profiles.columns.size(); ++c)
            lines.profiles.values[c].push_back(profiles.values[c][set]);
    }
    for (auto& set : lines.profile)
        set = place[set];
}

StoredLines LineStore::read_rows(Range rows) const {
    if (rows.first > rows.last || rows.last > size()) {
        throw BadInput("rows " + std::to_string(rows.first) + " to " + std::to_string(rows.last),
                       parts_->name, "0 to " + std::to_string(size()));
    }
    StoredLines lines;
    parts_->append(rows, lines);
    parts_->finish(lines);
    return lines;
}

StoredLines LineStore::read(double from, double to) const {
    return read_rows(rows_between(from, to));
}

StoredLines LineStore::read(double from, double to, WeakPieces const& weak, SkippedLines& skipped) const {
    auto const wanted = rows_between(from, to);
    StoredLines lines;
    skipped = {};
    std::vector<double> strength(weak.temperatures.size());
    for (auto row = wanted.first; row < wanted.last;) {
        auto const piece = row / lines_a_store_piece;
        Range const rows{row, std::min(parts_->rows_of(piece).last, wanted.last)};
        row = rows.last;
        double strongest = 0;
        for (double const t : weak.temperatures)
            strongest = std::max(strongest, strength_bound(piece, t, weak.uses));
        if (!weak.temperatures.empty() && strongest < weak.weakest) {
            skipped.lines += rows.size();
            skipped.strength += strongest * static_cast<double>(rows.size());
        } else {
            parts_->append(rows, lines);
        }
    }
    parts_->finish(lines);
    return lines;
}

double LineStore::strength_bound(std::size_t piece, double temperature,
                                 std::vector<IsotopologueUse> const& uses) const {
    auto const& isotopologues = parts_->isotopologues;
    if (uses.size() != isotopologues.size()) {
        throw BadInput("uses of " + std::to_string(uses.size()) + " isotopologues for " +
                           std::to_string(isotopologues.size()) + " of the store",
                       parts_->name, "one for each");
    }
    // The factor of the isotopologue that has the largest, whichever the strongest line's is.
    double factor = 0;
    for (std::size_t i = 0; i < uses.size(); ++i) {
        auto const& q = *uses[i].partition_sum;
        factor = std::max(factor, uses[i].abundance / isotopologues[i].contained_abundance *
                                      q.value(list_temperature) / q.value(temperature));
    }
    // Stimulated emission: (1 - exp(-c2 nu/T)) / (1 - exp(-c2 nu/296)) goes monotonically to 1 with nu, from
    // below where it is warmer, from above where it is colder.
    auto const emission = [&](double nu) {
        return std::expm1(-second_radiation_constant * nu / temperature) /
               std::expm1(-second_radiation_constant * nu / list_temperature);
    };
    double const nu = temperature > list_temperature ? parts_->last[piece] : parts_->first[piece];
    auto const n = bound_temperatures.size();
    return factor * emission(nu) *
           std::exp(bound_at(std::span(parts_->bound).subspan(piece * n, n), temperature));
}

}  // namespace vespa::lbl
