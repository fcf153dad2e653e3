#include "provenance/files.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "launch/durable_file.hpp"
#include "launch/launch_error.hpp"
#include "provenance/model.hpp"

namespace vespa::uws {
namespace {

constexpr std::size_t largest_form = 64 << 20;

std::filesystem::path folder_of(JobFolder const& folder) {
    return folder.root() / "provenance";
}

/// Under another name first. Not waited for: what a machine that fails takes away is written again, or told
/// as not there.
void replace(std::filesystem::path const& file, std::string const& content) {
    auto const fresh = std::filesystem::path(file).concat(".new");
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    out.close();
    if (!out) throw std::runtime_error(fresh.string() + ": cannot be written");
    std::filesystem::rename(fresh, file);
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
        auto const place = folder_of(folder);
        std::filesystem::create_directories(place);
        replace(place / "prov.json", prov_json(document));
        replace(place / "prov.xml", prov_xml(document));
        replace(place / "prov.provn", prov_n(document));
        replace(place / "prov.svg", provenance_drawing(facts));
        replace(place / "ro-crate-metadata.json", ro_crate(facts));
        return {};
    } catch (std::exception const& error) {
        return error.what();
    } catch (...) {
        return "an error without a name";
    }
}

std::optional<std::string> read_provenance(ProvenanceForm const& form, JobFolder const& folder,
                                           std::string_view base) {
    std::optional<std::string> text;
    try {
        text = read_whole(folder_of(folder) / form.file, largest_form);
    } catch (LaunchError const&) {
        return std::nullopt;
    }
    if (!text || text->empty()) return std::nullopt;
    std::string_view const stand_in = base_to_come;
    std::string filled;
    std::size_t at = 0;
    for (auto next = text->find(stand_in); next != std::string::npos; next = text->find(stand_in, at)) {
        filled.append(*text, at, next - at).append(base);
        at = next + stand_in.size();
    }
    return filled.append(*text, at);
}

}  // namespace vespa::uws
