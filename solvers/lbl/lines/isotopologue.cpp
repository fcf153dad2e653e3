#include "lbl/lines/isotopologue.hpp"

#include <array>

#include "core/errors/bad_input.hpp"
#include "lbl/lines/isotopologue_table.hpp"

namespace vespa::lbl {
namespace {

constexpr std::size_t most_molecules = 100, most_isotopologues = 16;

std::vector<Isotopologue> const& all() {
    static auto const list = [] {
        std::vector<Isotopologue> made;
        for (std::size_t i = 0; i < isotopologue_row_count; ++i) {
            auto const& row = isotopologue_rows[i];
            made.push_back({row.molecule_id, row.isotopologue_id, row.molecule, row.name, row.abundance,
                            row.mass, row.abundance});
        }
        return made;
    }();
    return list;
}

// Place + 1 by molecule and isotopologue; 0 for none.
using Places = std::array<std::array<std::size_t, most_isotopologues>, most_molecules>;

Places const& places() {
    static auto const made = [] {
        Places p{};
        for (std::size_t i = 0; i < all().size(); ++i) {
            p[static_cast<std::size_t>(all()[i].molecule_id)]
             [static_cast<std::size_t>(all()[i].isotopologue_id)] = i + 1;
        }
        return p;
    }();
    return made;
}

}  // namespace

std::span<Isotopologue const> hitran_isotopologues() {
    return all();
}

std::optional<std::size_t> find_isotopologue(int molecule_id, int isotopologue_id) {
    if (molecule_id < 0 || isotopologue_id < 0) return {};
    auto const m = static_cast<std::size_t>(molecule_id), i = static_cast<std::size_t>(isotopologue_id);
    if (m >= most_molecules || i >= most_isotopologues || places()[m][i] == 0) return {};
    return places()[m][i] - 1;
}

std::optional<std::size_t> find_isotopologue(std::string const& molecule, std::string const& name) {
    for (std::size_t i = 0; i < all().size(); ++i)
        if (all()[i].molecule == molecule && all()[i].name == name) return i;
    return {};
}

std::optional<double> expected_partition_sum_296(Isotopologue const& isotopologue) {
    auto const place = find_isotopologue(isotopologue.molecule_id, isotopologue.isotopologue_id);
    if (!place || !(isotopologue_rows[*place].partition_sum_296 > 0)) return {};
    return isotopologue_rows[*place].partition_sum_296;
}

int molecule_id_of(std::string const& molecule, std::string const& where) {
    std::string known;
    for (auto const& one : all()) {
        if (one.molecule == molecule) return one.molecule_id;
        if (one.isotopologue_id == 1) known += (known.empty() ? "" : ", ") + one.molecule;
    }
    throw BadInput("molecule \"" + molecule + "\" is unknown", where, known);
}

}  // namespace vespa::lbl
