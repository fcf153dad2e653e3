#include "mulumesc/ingest/open_source.hpp"

#include <fstream>

#include "core/errors/bad_input.hpp"
#include "mulumesc/ingest/envi_cube.hpp"
#include "mulumesc/ingest/fits_table.hpp"
#include "mulumesc/ingest/hdf5_cube.hpp"
#include "mulumesc/ingest/pds4_table.hpp"
#include "mulumesc/ingest/text_table.hpp"
#include "mulumesc/ingest/votable.hpp"

namespace vespa::mulumesc {

namespace {

/// The name of the root element without its prefix, from the first kilobytes; empty for what is no XML.
std::string xml_root(std::filesystem::path const& file) {
    std::string head(65536, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(stream.gcount()));
    if (head.starts_with("\xef\xbb\xbf")) head.erase(0, 3);
    auto at = head.find_first_not_of(" \t\r\n");
    if (at == std::string::npos || head[at] != '<') return {};
    // Past declarations, instructions and comments.
    while (at != std::string::npos && at + 1 < head.size() && (head[at + 1] == '?' || head[at + 1] == '!')) {
        bool const is_comment = head.compare(at, 4, "<!--") == 0;
        auto const end = head.find(is_comment ? "-->" : ">", at);
        at = end == std::string::npos ? end : head.find('<', end);
    }
    if (at == std::string::npos) return {};
    auto const name = head.substr(at + 1, head.find_first_of(" \t\r\n/>", at + 1) - at - 1);
    return name.substr(name.find(':') == std::string::npos ? 0 : name.find(':') + 1);
}

}  // namespace

std::unique_ptr<SpectrumSource> open_source(std::filesystem::path const& file, Reading const& reading) {
    if (reading.scale && !(*reading.scale > 0))
        throw BadInput("the scale is " + std::to_string(*reading.scale), file.string(), "above 0");
    if (!reading.data_file.empty()) return open_envi({file, reading.data_file}, reading);
    if (looks_like_hdf5(file)) return open_hdf5(file, reading);
    if (looks_like_fits(file)) return source_of(spectra_of(read_fits(file), reading), reading);
    if (auto const root = xml_root(file); root == "VOTABLE") {
        return source_of(spectra_of(read_votable(file), reading), reading);
    } else if (root.starts_with("Product_")) {
        return source_of(spectra_of(read_pds4(file), reading), reading);
    } else if (!root.empty()) {
        throw BadInput("is XML of the kind " + root.substr(0, 40), file.string(),
                       "a VOTable or a PDS4 label");
    }
    if (auto const envi = find_envi(file)) return open_envi(*envi, reading);
    return source_of(read_text_table(file, reading), reading);
}

}  // namespace vespa::mulumesc
