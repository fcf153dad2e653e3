#include "provenance/files.hpp"

#include <array>
#include <charconv>
#include <filesystem>
#include <stdexcept>

#include "launch/durable_file.hpp"
#include "launch/launch_error.hpp"
#include "provenance/model.hpp"

namespace vespa::uws {
namespace {

constexpr std::size_t largest_file = 256 << 20;

std::filesystem::path file_of(JobFolder const& folder) {
    return folder.root() / "provenance";
}

/// A form as it stands in the file: its name and length, then its text.
std::string part(ProvenanceForm const& form, std::string const& text) {
    return std::string(form.name) + " " + std::to_string(text.size()) + "\n" + text + "\n";
}

/// The text of a form; nothing if the file does not hold it, or is not what was written.
std::optional<std::string_view> find_part(std::string_view file, std::string_view name) {
    while (!file.empty()) {
        auto const blank = file.find(' '), end = file.find('\n');
        if (end == std::string_view::npos || blank > end) return std::nullopt;
        std::size_t size = 0;
        auto const [stop, error] = std::from_chars(file.data() + blank + 1, file.data() + end, size);
        if (error != std::errc() || stop != file.data() + end || size >= file.size() - end - 1)
            return std::nullopt;
        if (file.substr(0, blank) == name) return file.substr(end + 1, size);
        file.remove_prefix(end + 1 + size + 1);
    }
    return std::nullopt;
}

}  // namespace

ProvenanceForm const* provenance_form(std::string_view name) {
    for (auto const& form : provenance_forms)
        if (form.name == name) return &form;
    return nullptr;
}

std::string write_provenance(Job const& job, Description const& description,
                             JobFolder const& folder) noexcept {
    try {
        auto const facts = gather_facts(job, description, folder);
        auto const document = prov_document(facts);
        std::array<std::string, provenance_forms.size()> const texts = {
            prov_json(document), prov_xml(document), prov_n(document), provenance_drawing(facts),
            ro_crate(facts)};
        std::string all;
        for (std::size_t i = 0; i < texts.size(); ++i)
            all += part(provenance_forms[i], texts[i]);
        // Not waited for: what a machine that fails takes away is written again, or told as not there.
        write_whole(file_of(folder), all);
        return {};
    } catch (std::exception const& error) {
        return error.what();
    } catch (...) {
        return "an error without a name";
    }
}

std::optional<std::string> read_provenance(ProvenanceForm const& form, JobFolder const& folder,
                                           std::string_view base) {
    std::optional<std::string> file;
    try {
        file = read_whole(file_of(folder), largest_file);
    } catch (LaunchError const&) {
        return std::nullopt;
    }
    auto const text = find_part(file ? std::string_view(*file) : std::string_view(), form.name);
    if (!text || text->empty()) return std::nullopt;
    std::string_view const stand_in = base_to_come;
    std::string filled;
    std::size_t at = 0;
    for (auto next = text->find(stand_in); next != std::string_view::npos; next = text->find(stand_in, at)) {
        filled.append(text->substr(at, next - at)).append(base);
        at = next + stand_in.size();
    }
    return filled.append(text->substr(at));
}

}  // namespace vespa::uws
