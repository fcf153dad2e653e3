#include "lbl/lines/store/store_file.hpp"

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

record::Dataset with_scale(record::Dataset dataset, double scale) {
    dataset.set("scale", scale);
    return dataset;
}

// One column of a table that every rank has, written by the first.
template <class T>
void write_column(record::Group& group, std::string const& name, std::vector<T> const& values,
                  record::Meaning const& meaning) {
    group.create<T>(name, {values.size()}, meaning).write_rows(0, values);
}

std::string unit_of(std::string const& column) {
    if (column.starts_with("gamma_") || column.starts_with("delta_")) return "cm-1.atm-1";
    if (column.starts_with("deltap_")) return "cm-1.atm-1.K-1";
    if (column.starts_with("y_")) return "atm-1";
    if (column.starts_with("nu_ht_")) return "cm-1.atm-1";
    return "";
}

}  // namespace

StoreFile::StoreFile(record::File& file, std::uint64_t lines)
    : root_(file.root()),
      position_(root_.create<double>("lines/position", {lines}, {"cm-1", "Vacuum wavenumber", "spect.line"})),
      log_strength_(with_scale(
          root_.create<std::int32_t>(
              "lines/log_strength", {lines},
              {"",
               "Times scale: natural logarithm of the intensity at 296 K in cm/molecule, which contains "
               "isotopologues/contained_abundance"}),
          log_strength_unit)),
      lower_energy_(with_scale(
          root_.create<std::int32_t>("lines/lower_energy", {lines},
                                     {"cm-1", "Times scale: energy of the lower state; -1 where unknown"}),
          lower_energy_unit)),
      profile_(root_.create<std::uint32_t>("lines/profile", {lines},
                                           {"", "Row of profiles/*: the line-shape parameters"})),
      isotopologue_(
          root_.create<std::uint8_t>("lines/isotopologue", {lines}, {"", "Row of isotopologues/*"})) {}

void StoreFile::write_lines(std::uint64_t row, std::span<PackedLine const> lines) {
    auto const write = [&](record::Dataset& dataset, auto column_of) {
        std::vector<std::decay_t<decltype(column_of(lines[0]))>> column(lines.size());
        for (std::size_t i = 0; i < lines.size(); ++i)
            column[i] = column_of(lines[i]);
        dataset.write_rows(row, column);
    };
    write(position_, [](PackedLine const& line) { return line.position; });
    write(log_strength_, [](PackedLine const& line) { return line.log_strength; });
    write(lower_energy_, [](PackedLine const& line) { return line.lower_energy; });
    write(profile_, [](PackedLine const& line) { return line.profile; });
    write(isotopologue_, [](PackedLine const& line) { return static_cast<std::uint8_t>(line.isotopologue); });
}

void StoreFile::write_isotopologues(std::span<Isotopologue const> isotopologues) {
    auto group = root_.create_group("isotopologues");
    std::vector<std::string> molecules, names;
    std::vector<std::int32_t> molecule_ids, isotopologue_ids;
    std::vector<double> masses, terrestrial, contained;
    for (auto const& one : isotopologues) {
        molecules.push_back(one.molecule);
        names.push_back(one.name);
        molecule_ids.push_back(one.molecule_id);
        isotopologue_ids.push_back(one.isotopologue_id);
        masses.push_back(one.mass);
        terrestrial.push_back(one.terrestrial_abundance);
        contained.push_back(one.contained_abundance);
    }
    if (!isotopologues.empty()) {
        group.set("molecule", molecules);
        group.set("name", names);
    }
    write_column(group, "molecule_id", molecule_ids, {"", "HITRAN's number of the molecule; 0: none"});
    write_column(group, "isotopologue_id", isotopologue_ids,
                 {"", "HITRAN's number in the molecule; 0: none"});
    write_column(group, "mass", masses, {"g.mol-1", "Molar mass"});
    write_column(group, "terrestrial_abundance", terrestrial, {"", "Share on Earth"});
    write_column(group, "contained_abundance", contained, {"", "Factor that the intensities contain"});
}

void StoreFile::write_profiles(ProfileTable const& profiles) {
    auto group = root_.create_group("profiles");
    for (std::size_t c = 0; c < profiles.columns.size(); ++c) {
        auto const& name = profiles.columns[c];
        write_column(
            group, name, profiles.values[c],
            {unit_of(name), "Line-shape parameter by HITRAN's name; not a number where it is not given"});
    }
}

void StoreFile::write_index(PieceIndex const& index, bool is_root) {
    auto group = root_.create_group("pieces");
    auto const pieces = index.first.size();
    group.set("lines_a_piece", static_cast<std::int64_t>(lines_a_store_piece));
    auto const written = [&](std::vector<double> const& values) {
        return is_root ? values : std::vector<double>{};
    };
    group.create<double>("first_position", {pieces}, {"cm-1", "Position of the piece's first line"})
        .write_rows(0, written(index.first));
    group.create<double>("last_position", {pieces}, {"cm-1", "Position of the piece's last line"})
        .write_rows(0, written(index.last));
    auto bound = group.create<double>(
        "log_bound", {pieces, bound_temperatures.size()},
        {"",
         "Largest log_strength - c2 lower_energy (1/T - 1/296 K) of the piece's lines at the temperatures of "
         "attribute temperature"});
    bound.set("temperature", std::vector<double>(bound_temperatures.begin(), bound_temperatures.end()));
    bound.write_rows(0, written(index.bound));
}

std::vector<Isotopologue> read_isotopologues(record::Group const& root) {
    auto const group = root.group("isotopologues");
    auto const molecule_ids = group.dataset("molecule_id").read<std::int32_t>();
    auto const isotopologue_ids = group.dataset("isotopologue_id").read<std::int32_t>();
    auto const masses = group.dataset("mass").read<double>();
    auto const terrestrial = group.dataset("terrestrial_abundance").read<double>();
    auto const contained = group.dataset("contained_abundance").read<double>();
    std::vector<std::string> molecules, names;
    if (!molecule_ids.empty()) {
        molecules = group.attribute<std::vector<std::string>>("molecule");
        names = group.attribute<std::vector<std::string>>("name");
    }
    auto const n = molecule_ids.size();
    if (isotopologue_ids.size() != n || masses.size() != n || terrestrial.size() != n ||
        contained.size() != n || molecules.size() != n || names.size() != n) {
        throw BadInput("columns of different length", group.where(), "a table");
    }
    std::vector<Isotopologue> result;
    for (std::size_t i = 0; i < n; ++i) {
        result.push_back({molecule_ids[i], isotopologue_ids[i], molecules[i], names[i], terrestrial[i],
                          masses[i], contained[i]});
    }
    return result;
}

ProfileTable read_profiles(record::Group const& root) {
    auto const group = root.group("profiles");
    ProfileTable table;
    table.columns = group.dataset_names_as_made();
    for (auto const& name : table.columns) {
        table.values.push_back(group.dataset(name).read<double>());
        if (table.values.back().size() != table.sets()) {
            throw BadInput("columns of different length", group.where(), "a table");
        }
    }
    return table;
}

}  // namespace vespa::lbl
