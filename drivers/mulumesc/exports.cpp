#include "drivers/mulumesc/exports.hpp"

#include <fmt/format.h>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/record/envi_image.hpp"
#include "core/record/export_votable.hpp"
#include "drivers/mulumesc/maps.hpp"

namespace vespa::mulumesc_driver {

namespace {

/// "bands-fits.vot" for "bands.h5" and "fits".
std::filesystem::path beside(std::filesystem::path output, std::string const& what, char const* ending) {
    auto const stem = output.stem().string();
    return output.replace_filename(stem + (what.empty() ? "" : "-" + what) + ending);
}

}  // namespace

std::vector<Export> votables_of(Settings const& settings, std::filesystem::path const& output) {
    std::vector<Export> exports;
    if (!settings.votable) return exports;
    exports.push_back({"bands", "--votable", beside(output, "", ".vot")});
    if (settings.fit.model != "none")
        exports.push_back({"fitted_bands", "--votable", beside(output, "fits", ".vot")});
    if (settings.composition.asked)
        exports.push_back({"composition", "--votable", beside(output, "composition", ".vot")});
    if (!settings.match.library.empty())
        exports.push_back({"matches", "--votable", beside(output, "matches", ".vot")});
    return exports;
}

std::vector<Export> maps_of(Settings const& settings, std::filesystem::path const& output) {
    if (!settings.maps) return {};
    auto const image = beside(output, "maps", ".img");
    return {{"", "--maps", image}, {"", "--maps", record::envi_header_of(image)}};
}

std::vector<Export> libraries_of(Settings const& settings, std::filesystem::path const& output) {
    if (!settings.write_library) return {};
    return {{"", "--write-library", beside(output, "library", ".h5")}};
}

void check_exports(shell::Run const& run, std::vector<Export> const& exports) {
    parallel::on_root(run.communicator, [&] {
        for (auto const& one : exports) {
            if (one.path == run.output)
                throw BadInput(fmt::format("would replace the result '{}'", one.path.string()), one.option,
                               "an --output with another ending, as .h5");
            std::error_code error;
            if (!run.overwrite && !run.resume && std::filesystem::exists(one.path, error))
                throw BadInput(fmt::format("'{}' exists", one.path.string()), one.option,
                               "another --output, or --overwrite");
        }
    });
}

void write_votables(shell::Run const& run, std::vector<Export> const& exports) {
    bool const replaces = run.overwrite || run.resume;
    parallel::on_root(run.communicator, [&] {
        for (auto const& one : exports)
            record::export_votable(record::File::open_alone(run.output), one.group, one.path,
                                   replaces ? record::Overwrite::yes : record::Overwrite::no,
                                   record::Serialization::tabledata);
    });
    for (auto const& one : exports)
        run.say("written to " + one.path.string());
}

void write_maps(shell::Run const& run, std::vector<Export> const& exports,
                std::vector<std::filesystem::path> const& files) {
    if (exports.empty()) return;
    bool const replaces = run.overwrite || run.resume;
    parallel::on_root(run.communicator, [&] {
        write_maps(record::File::open_alone(run.output), exports.front().path,
                   replaces ? record::Overwrite::yes : record::Overwrite::no, place_of(files));
    });
    run.say("written to " + exports.front().path.string());
}

}  // namespace vespa::mulumesc_driver
