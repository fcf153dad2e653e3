#include "drivers/mulumesc/endmembers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "core/errors/bad_input.hpp"
#include "mulumesc/ingest/open_source.hpp"
#include "mulumesc/match/resample.hpp"

namespace vespa::mulumesc_driver {

namespace {

/// A number from 0, exactly written.
bool is_number(std::string const& text, std::size_t& number) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

std::size_t spectrum_named(std::string const& wanted, std::vector<std::string> const& names,
                           std::size_t count, std::string const& option) {
    std::size_t number = 0;
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == wanted) found.push_back(i);
    if (found.empty() && is_number(wanted, number)) {
        if (number < count) return number;
        throw BadInput("there is no spectrum " + wanted, option, fmt::format("0 to {}", count - 1));
    }
    if (found.empty())
        for (std::size_t i = 0; i < names.size(); ++i)
            if (names[i].find(wanted) != std::string::npos) found.push_back(i);
    if (found.size() == 1) return found[0];
    std::string some;
    for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 5); ++i)
        some += fmt::format("{}{} ({})", i == 0 ? "" : ", ", names[found[i]], found[i]);
    throw BadInput(found.empty() ? "no spectrum is named '" + wanted + "'"
                                 : fmt::format("{} spectra are named '{}': {}{}", found.size(), wanted, some,
                                               found.size() > 5 ? ", ..." : ""),
                   option, "a name, a part that one name alone has, or a number from 0");
}

void check_channels(Endmembers const& members, std::size_t channels, std::string const& option) {
    std::size_t usable = 0;
    for (std::size_t k = 0; k < channels; ++k) {
        bool finite = true;
        for (std::size_t i = 0; i < members.count(); ++i)
            finite = finite && std::isfinite(members.reflectance[i * channels + k]);
        usable += finite ? 1 : 0;
    }
    if (usable <= members.count())
        throw BadInput(
            fmt::format("{} endmembers have {} channels in common with the spectra", members.count(), usable),
            option, "more channels than endmembers");
}

}  // namespace

Endmembers read_endmembers(std::filesystem::path const& library, std::vector<std::string> const& chosen,
                           mulumesc::SpectralAxis const& axis, std::string const& option) {
    auto const source = mulumesc::open_source(library, {});
    auto const& is = source->is();
    std::vector<std::size_t> numbers(chosen.empty() ? is.count : 0);
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    for (auto const& wanted : chosen) {
        auto const number = spectrum_named(wanted, is.names, is.count, option);
        if (std::find(numbers.begin(), numbers.end(), number) != numbers.end())
            throw BadInput(fmt::format("'{}' is spectrum {}, which is chosen already", wanted, number),
                           option, "each once");
        numbers.push_back(number);
    }
    Endmembers members;
    members.files = is.files;
    members.notes = is.notes;
    for (auto const number : numbers) {
        auto y = source->read(number, 1).reflectance;
        for (auto& value : y)
            if (!(value > 0)) value = std::nan("");
        auto const here = mulumesc::resample(is.axis, y, axis);
        members.reflectance.insert(members.reflectance.end(), here.begin(), here.end());
        members.names.push_back(is.names.empty() ? fmt::format("spectrum {}", number) : is.names[number]);
    }
    check_channels(members, axis.channels(), option);
    return members;
}

}  // namespace vespa::mulumesc_driver
