#include "drivers/lbl/gases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/record/checksum.hpp"
#include "core/specification/specification.hpp"
#include "drivers/lbl/line_files.hpp"
#include "lbl/lines/partition/read_partition_sum.hpp"
#include "shell/data_folder.hpp"
#include "shell/program.hpp"

namespace vespa::lbl_driver {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

lbl::WingFactor factor_in(SpecificationReader& reader) {
    std::vector<std::string> words;
    for (auto const& factor : wing_factors())
        words.push_back(factor.word);
    auto const word = reader.word("factor", "none", words);
    return wing_factors()[static_cast<std::size_t>(std::find(words.begin(), words.end(), word) -
                                                   words.begin())]
        .value;
}

/// The broadeners of a list that the mixture has, "self" for the gas itself, and one for all the rest: air,
/// or where the list has no widths by air, itself.
std::vector<lbl::Broadener> broadeners_for(lbl::LineSupply const& lines, std::string const& name,
                                           std::vector<std::string> const& mixture) {
    std::vector<lbl::Broadener> broadeners;
    bool has_air = false;
    for (auto const& column : lines.profile_columns()) {
        if (!column.starts_with("gamma_") || column.starts_with("gamma_ht")) continue;
        auto const broadener = column.substr(6);
        if (broadener == "air") {
            has_air = true;
            continue;
        }
        auto const wanted = broadener == "self" ? lower(name) : broadener;
        for (std::size_t i = 0; i < mixture.size(); ++i)
            if (lower(mixture[i]) == wanted) broadeners.push_back({broadener, i});
    }
    if (has_air || broadeners.empty()) {
        broadeners.push_back({"air", {}});
    } else {
        broadeners.front().gas.reset();
    }
    return broadeners;
}

/// Adds a file to the provenance; those that come with the program may be read wherever inputs have to lie.
void name_file(shell::Run& run, std::filesystem::path const& path) {
    if (path.string().starts_with((shell::data_folder() / "lbl").string()))
        run.provenance.inputs.push_back({path.filename().string(), record::sha256_of_file(path)});
    else
        run.name_input(path, "--lines");
}

std::size_t place_in(std::vector<std::string> const& mixture, std::string const& name) {
    auto const found = std::find(mixture.begin(), mixture.end(), name);
    if (found != mixture.end()) return static_cast<std::size_t>(found - mixture.begin());
    std::string known;
    for (auto const& gas : mixture)
        known += (known.empty() ? "" : ", ") + gas;
    throw BadInput("the atmosphere has no " + name, "--lines", "gases that have an abundance: " + known);
}

}  // namespace

/// An item of --lines, taken apart.
struct Gases::Choice {
    std::string name;
    std::filesystem::path file;
    std::filesystem::path partition;
    int isotopologue = 0;
    bool is_pure = false;
    lbl::Wings wings;
};

Gases::Choice Gases::choice_of(std::string const& text, LineOptions const& options) const {
    auto const specification = parse_specification(text);
    SpecificationReader reader(specification, "--lines");
    Choice choice{.name = specification.name, .file = {}, .partition = {}, .wings = {}};
    choice.file = found_file(reader.word("file", "", {}), options.line_folder);
    if (choice.file.empty()) choice.file = shipped_list(choice.name);
    choice.partition = found_file(reader.word("partition", "", {}), options.line_folder);
    choice.isotopologue = static_cast<int>(reader.number("isotopologue", 0, Interval::between(0, 99), ""));
    choice.is_pure = reader.word("abundance", "terrestrial", {"terrestrial", "pure"}) == "pure";
    choice.wings = {.convention = options.wings,
                    .cut = reader.number("cut", options.cut, Interval::between(1e-3, 1e5), "cm-1"),
                    .cut_half_widths = options.cut_half_widths,
                    .factor = factor_in(reader)};
    reader.finish();
    return choice;
}

void Gases::add(shell::Run& run, Choice const& choice, LineOptions const& options,
                std::vector<std::string> const& mixture, bool slopes) {
    lbl::GasLines gas;
    gas.name = choice.name;
    gas.gas = place_in(mixture, choice.name);
    name_file(run, choice.file);
    gas.lines = supply_of(choice.file);
    gas.broadeners = broadeners_for(*gas.lines, choice.name, mixture);
    gas.preparation = {
        .profile = options.profile, .mixing = options.mixing, .slopes = slopes, .weakest = options.weakest};
    gas.wings = choice.wings;
    auto partition = !choice.partition.empty() ? choice.partition : options.partition_sums;
    if (partition.empty()) partition = shell::data_folder() / "lbl" / "levels.txt";
    if (partition != options.partition_sums) name_file(run, partition);
    for (auto const& isotopologue : gas.lines->isotopologues()) {
        lbl::IsotopologueUse use{.abundance = isotopologue.terrestrial_abundance, .partition_sum = nullptr};
        bool const is_wanted =
            choice.isotopologue == 0 || isotopologue.isotopologue_id == choice.isotopologue;
        if (choice.is_pure) use.abundance = 1;
        if (!is_wanted) use.abundance = 0;
        sums_.push_back(lbl::read_partition_sum(partition, isotopologue));
        use.partition_sum = sums_.back().get();
        gas.uses.push_back(use);
    }
    gases_.push_back(std::move(gas));
}

void Gases::load(shell::Run& run, LineOptions const& options, std::vector<std::string> const& mixture,
                 bool slopes) {
    parallel::in_agreement(run.communicator, [&] {
        for (auto const& text : options.lines)
            add(run, choice_of(text, options), options, mixture, slopes);
    });
    for (auto const& gas : gases_) {
        std::string widened;
        for (auto const& broadener : gas.broadeners)
            widened += (widened.empty() ? "" : ", ") + broadener.name;
        run.say(fmt::format("{}: widths by {}; wings {}", gas.name, widened, words_for(gas.wings)));
    }
}

}  // namespace vespa::lbl_driver
