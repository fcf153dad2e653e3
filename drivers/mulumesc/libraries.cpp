#include "drivers/mulumesc/libraries.hpp"

#include <fmt/format.h>

#include <fstream>

#include "core/record/file.hpp"
#include "mulumesc/ingest/open_source.hpp"
#include "mulumesc/match/library_file.hpp"

namespace vespa::mulumesc_driver {

namespace {

bool is_stored_library(std::filesystem::path const& file) {
    char start[8] = {};
    std::ifstream(file, std::ios::binary).read(start, sizeof start);
    if (std::string_view(start, sizeof start) != std::string_view("\x89HDF\r\n\x1a\n", 8)) return false;
    return record::File::open_alone(file).root().has_attribute("library_format");
}

}  // namespace

mulumesc::Library library_of(mulumesc::SpectrumSource& source, std::string const& title,
                             mulumesc::ContinuumChoice const& continuum, mulumesc::BandSearch const& search) {
    auto const& is = source.is();
    mulumesc::check(continuum, is.axis);
    mulumesc::check(search, is.axis);
    auto names = is.names;
    for (auto i = names.size(); i < is.count; ++i)
        names.push_back(fmt::format("spectrum {}", i));
    return mulumesc::extract_library(title, is.axis, std::move(names), source.read(0, is.count).reflectance,
                                     continuum, search);
}

mulumesc::Library read_any_library(std::filesystem::path const& file,
                                   mulumesc::ContinuumChoice const& continuum,
                                   mulumesc::BandSearch const& search,
                                   std::vector<std::filesystem::path>& files) {
    files = {file};
    if (is_stored_library(file)) return mulumesc::read_library(file);
    auto const source = mulumesc::open_source(file, {});
    files = source->is().files;
    return library_of(*source, file.filename().string(), continuum, search);
}

void store_library(shell::Run& run, mulumesc::Library const& library, std::filesystem::path const& path) {
    auto file = record::File::create(
        run.communicator, path, run.overwrite || run.resume ? record::Overwrite::yes : record::Overwrite::no);
    auto root = file.root();
    record::write_provenance(root, run.provenance);
    mulumesc::write_library(run.communicator, root, library);
    file.commit();
    run.say("written to " + path.string());
}

}  // namespace vespa::mulumesc_driver
