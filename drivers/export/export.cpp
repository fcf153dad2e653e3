#include "drivers/export/export.hpp"

#include <fmt/format.h>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/record/export_fits.hpp"
#include "core/record/export_votable.hpp"
#include "core/record/export_vtk.hpp"

namespace vespa::export_driver {

shell::About Export::about() const {
    return {.name = "export",
            .summary = "results of the suite as VOTable, FITS or VTK files",
            .prose =
                "Writes a table of a finished result as VOTable or FITS (for TOPCAT and its like), or its "
                "paths as VTK "
                "XML PolyData (for ParaView), whichever the ending of --output says. One process does it, a "
                "block "
                "of rows at a time.",
            .results = {{.name = "export",
                         .file = "rays.vot",
                         .content_type = "application/x-votable+xml",
                         .annotation = ".vot, .votable or .xml: VOTable; .fits: FITS; .vtp: VTK PolyData",
                         .main = true}},
            .ranks_default = 1,
            .ranks_max = 1};
}

void Export::declare(shell::Options& options) {
    options.group("Export");
    options.file(
        result_,
        {.name = "result", .prose = "HDF5 file that a program of the suite wrote.", .required = true});
    options.text(table_,
                 {.name = "table",
                  .prose = "Group whose datasets are the table's columns, or whose rows are the paths. Not "
                           "given for a result of vespa-lbl: its spectra, one row a wavenumber."});
    options.text(points_, {.name = "points", .prose = "For VTK: group of the paths' points."});
    options.choice(serialization_,
                   {{record::Serialization::binary2, "binary2", "bytes in base64, every bit kept"},
                    {record::Serialization::tabledata, "tabledata", "text in XML elements"}},
                   {.name = "serialization", .prose = "How the rows of a VOTable are written."});
}

void Export::prepare(shell::Run& run) {
    parallel::on_root(run.communicator, [&] {
        auto const ending = run.output.extension();
        bool const is_votable = ending == ".vot" || ending == ".votable" || ending == ".xml";
        bool const is_fits = ending == ".fits" || ending == ".fit";
        if (!is_votable && !is_fits && ending != ".vtp") {
            throw BadInput(fmt::format("'{}' tells no format", run.output.string()), "--output",
                           "a name that ends in .vot, .votable, .xml, .fits or .vtp");
        }
        format_ = is_votable ? Format::votable : is_fits ? Format::fits : Format::vtk;
        auto const file = record::File::open_alone(result_);
        if (!run.options.given("table") && record::holds_spectra(file)) table_ = "";
        is_spectra_ = table_.empty() || file.root().has(table_ + "/wavenumber");
        if (is_spectra_ && format_ == Format::vtk)
            throw BadInput("holds spectra", result_.string(),
                           "an --output that ends in .vot, .votable, .xml or .fits");
        if (is_spectra_) return;
        static_cast<void>(file.root().group(table_));
        if (format_ == Format::vtk) static_cast<void>(file.root().group(points_));
    });
}

shell::Outcome Export::run(shell::Run& run) {
    run.phase("writing");
    auto const overwrite = run.overwrite ? record::Overwrite::yes : record::Overwrite::no;
    parallel::on_root(run.communicator, [&] {
        auto const file = record::File::open_alone(result_);
        if (format_ == Format::fits) {
            auto const write = is_spectra_ ? record::export_spectra_fits : record::export_fits;
            write(file, table_, run.output, overwrite);
        } else if (is_spectra_) {
            record::export_spectra_votable(file, table_, run.output, overwrite, serialization_);
        } else if (format_ == Format::votable) {
            record::export_votable(file, table_, run.output, overwrite, serialization_);
        } else {
            record::export_vtk(file, {.items = table_, .points = points_}, run.output, overwrite);
        }
    });
    run.say(fmt::format("written to {}", run.output.string()));
    return shell::Outcome::done;
}

}  // namespace vespa::export_driver
