#include "lbl/lines/partition/read_partition_sum.hpp"

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/record/file.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "lbl/lines/catalogue/exomol_states.hpp"
#include "lbl/lines/catalogue/par_record.hpp"
#include "lbl/lines/catalogue/text_lines.hpp"
#include "lbl/lines/constants.hpp"
#include "lbl/lines/partition/dunham.hpp"

namespace vespa::lbl {
namespace {

// Where the file holds the table itself: what stands at its root may be a virtual dataset that only points to
// one of the tables below /sources, and parallel HDF5 reads no virtual datasets.
std::string table_of(record::Group const& root, std::string const& table, std::string const& where) {
    std::vector<std::string> found;
    if (root.has("sources")) {
        for (auto const& source : root.group("sources").group_names())
            if (root.has("sources/" + source + "/" + table))
                found.push_back("sources/" + source + "/" + table);
    } else if (root.has(table)) {
        found.push_back(table);
    }
    if (found.empty()) throw BadInput("no group /" + table, where, "a file that has this isotopologue");
    if (found.size() > 1) {
        throw BadInput("several tables /" + found[0] + ", /" + found[1], where, "a file with one of them");
    }
    return found[0];
}

std::unique_ptr<PartitionSum> from_hdf5(std::filesystem::path const& path, Isotopologue const& isotopologue) {
    auto const file = record::File::open_alone(path);
    auto const name = table_of(file.root(),
                               "partition_function/" + isotopologue.molecule + "/" +
                                   std::to_string(isotopologue.isotopologue_id) + "/pf_data_0000",
                               path.string());
    auto const table = file.root().group(name);
    auto temperature = table.dataset("temp").read<double>();
    auto q = table.dataset("q").read<double>();
    // At 1 K some tables hold what an extrapolation left there, below zero.
    std::size_t first = 0;
    while (first < std::min(q.size(), temperature.size()) && !(q[first] > 0))
        ++first;
    temperature.erase(temperature.begin(), temperature.begin() + static_cast<std::ptrdiff_t>(first));
    q.erase(q.begin(), q.begin() + static_cast<std::ptrdiff_t>(first));
    return std::make_unique<PartitionTable>(path.string() + ":/" + name, std::move(temperature),
                                            std::move(q));
}

std::unique_ptr<PartitionSum> from_levels(std::filesystem::path const& path,
                                          Isotopologue const& isotopologue) {
    for (auto const& levels : read_levels(path)) {
        if (levels.isotopologue.molecule_id == isotopologue.molecule_id &&
            levels.isotopologue.isotopologue_id == isotopologue.isotopologue_id) {
            return partition_sum_of(levels, path.string() + " (" + levels.citation + ")");
        }
    }
    throw BadInput("no levels of " + isotopologue.molecule + " " + isotopologue.name, path.string(),
                   "a file that has this isotopologue");
}

std::unique_ptr<PartitionSum> from_states(std::filesystem::path const& path) {
    auto const states = read_exomol_states(path);
    Levels levels;
    double const lowest = *std::min_element(states.energy.begin(), states.energy.end());
    double const highest = *std::max_element(states.energy.begin(), states.energy.end()) - lowest;
    for (std::size_t i = 0; i < states.energy.size(); ++i) {
        if (states.weight[i] == 0) continue;  // a number that no state has
        levels.energy.push_back(states.energy[i] - lowest);
        levels.weight.push_back(states.weight[i]);
    }
    double const trusted =
        second_radiation_constant * highest / (14 + std::log(static_cast<double>(levels.energy.size())));
    return std::make_unique<LevelSum>(path.string(), std::move(levels), 1, std::max(trusted, 2.0));
}

std::unique_ptr<PartitionSum> from_text(std::filesystem::path const& path) {
    TextLines lines(path);
    std::string_view line;
    std::vector<double> temperature, value;
    while (lines.next(line)) {
        if (is_remark(line)) continue;
        auto const words = words_of(line);
        auto const t = words.size() < 2 ? std::nullopt : to_number(words[0]);
        auto const q = words.size() < 2 ? std::nullopt : to_number(words[1]);
        if (!t || !q || !(*t > 0) || !(*q > 0)) {
            lines.fail("row " + in_quotes(trimmed(line)), "temperature in K and partition sum, both above 0");
        }
        if (!temperature.empty() && !(*t > temperature.back())) {
            lines.fail("temperature " + in_quotes(words[0]), "temperatures that rise from row to row");
        }
        temperature.push_back(*t);
        value.push_back(*q);
    }
    return std::make_unique<PartitionTable>(path.string(), std::move(temperature), std::move(value));
}

bool begins_as_levels(std::filesystem::path const& path) {
    TextLines lines(path);
    std::string_view line;
    return lines.next(line) && trimmed(line).starts_with("vespa-levels");
}

std::unique_ptr<PartitionSum> read(std::filesystem::path const& path, Isotopologue const& isotopologue) {
    auto const plain = is_bzip2(path) ? path.stem().extension() : path.extension();
    if (plain == ".h5" || plain == ".hdf5") return from_hdf5(path, isotopologue);
    if (plain == ".states") return from_states(path);
    if (begins_as_levels(path)) return from_levels(path, isotopologue);
    return from_text(path);
}

}  // namespace

std::unique_ptr<PartitionSum> read_partition_sum(std::filesystem::path const& path,
                                                 Isotopologue const& isotopologue) {
    auto sum = read(path, isotopologue);
    auto const expected = expected_partition_sum_296(isotopologue);
    bool const has_296 =
        sum->lowest_temperature() <= list_temperature && sum->highest_temperature() >= list_temperature;
    if (expected && has_296 && std::abs(sum->value(list_temperature) / *expected - 1) > 0.02) {
        throw BadInput(
            "Q(296 K) = " + std::to_string(sum->value(list_temperature)) + " is not that of " +
                isotopologue.molecule + " " + isotopologue.name,
            sum->source(),
            std::to_string(*expected) +
                " to 2 %: the partition sum of this isotopologue, weights of nuclear spin included");
    }
    return sum;
}

}  // namespace vespa::lbl
