#include "core/record/export_votable.hpp"

#include "core/record/detail/table_source.hpp"

namespace vespa::record {
namespace {

void write(detail::TableSource const& source, std::filesystem::path const& path, Overwrite overwrite,
           Serialization serialization) {
    VotableWriter writer(path, overwrite, source.header, serialization);
    source.stream([&](parallel::Range, auto const& columns) { writer.append(columns); });
    writer.commit();
}

}  // namespace

void export_votable(File const& file, std::string const& table, std::filesystem::path const& path,
                    Overwrite overwrite, Serialization serialization) {
    write(detail::group_as_table(file, table), path, overwrite, serialization);
}

bool holds_spectra(File const& file) {
    return file.root().has("wavenumber");
}

void export_spectra_votable(File const& file, std::string const& group, std::filesystem::path const& path,
                            Overwrite overwrite, Serialization serialization) {
    write(detail::spectra_as_table(file, group), path, overwrite, serialization);
}

}  // namespace vespa::record
