#include "drivers/raytrace/exports.hpp"

#include <fmt/format.h>

#include <array>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/record/export_votable.hpp"
#include "core/record/export_vtk.hpp"

namespace vespa::raytrace_driver {

namespace {

struct Export {
    bool asked;
    char const* option;
    std::filesystem::path path;
};

/// The result's name with another ending.
std::filesystem::path beside(shell::Run const& run, char const* ending) {
    return std::filesystem::path(run.output).replace_extension(ending);
}

std::array<Export, 2> exports_of(Settings const& settings, shell::Run const& run) {
    return {
        {{settings.votable, "--votable", beside(run, ".vot")}, {settings.vtk, "--vtk", beside(run, ".vtp")}}};
}

}  // namespace

void check_exports(Settings const& settings, shell::Run const& run) {
    parallel::on_root(run.communicator, [&] {
        for (auto const& [asked, option, path] : exports_of(settings, run)) {
            if (!asked) continue;
            if (path == run.output)
                throw BadInput(fmt::format("would replace the result '{}'", path.string()), option,
                               "an --output with another ending, as .h5");
            std::error_code error;
            if (std::filesystem::is_directory(path, error))
                throw BadInput(fmt::format("'{}' is a folder", path.string()), option, "another --output");
            if (!run.overwrite && std::filesystem::exists(path, error))
                throw BadInput(fmt::format("'{}' exists", path.string()), option,
                               "another --output, or --overwrite");
        }
    });
}

void write_exports(Settings const& settings, shell::Run& run) {
    if (!settings.votable && !settings.vtk) return;
    run.phase("other formats");
    auto const overwrite = run.overwrite ? record::Overwrite::yes : record::Overwrite::no;
    parallel::on_root(run.communicator, [&] {
        auto const file = record::File::open_alone(run.output);
        if (settings.votable) {
            record::export_votable(file, "rays", beside(run, ".vot"), overwrite,
                                   record::Serialization::binary2);
        }
        if (settings.vtk) record::export_vtk(file, {}, beside(run, ".vtp"), overwrite);
    });
    for (auto const& written : exports_of(settings, run))
        if (written.asked) run.say("written to " + written.path.string());
}

}  // namespace vespa::raytrace_driver
