#include "drivers/mulumesc/maps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/record/envi_image.hpp"
#include "mulumesc/ingest/envi_header.hpp"

namespace vespa::mulumesc_driver {

using parallel::Range;
using record::Group;

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
constexpr std::uint64_t no_row = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t rows_of_piece = 1 << 18;

/// Calls use(first row, numbers) for pieces of a column.
template <class T, class Use>
void in_pieces(record::Dataset const& column, Use use) {
    for (std::uint64_t first = 0; first < column.rows(); first += rows_of_piece)
        use(first, column.read_rows<T>({first, std::min(first + rows_of_piece, column.rows())}));
}

class Maps {
  public:
    Maps(Group const& root, record::EnviImage& image)
        : root_(root), image_(image), spectra_(root.dataset("spectra/state").rows()) {}

    void write() {
        write_bands();
        if (root_.has("fits")) write_fits();
        if (root_.has("composition")) write_composition();
        if (root_.has("abundances")) write_abundances();
        if (root_.has("best_match")) write_match();
        if (root_.has("parameters")) write_parameters();
    }

  private:
    /// A column with one row a spectrum, or one of the numbers in each of its rows.
    void add_column(std::string const& name, std::string const& column, std::uint64_t number = 0) {
        auto const dataset = root_.dataset(column);
        auto const row = dataset.row_size();
        std::vector<float> layer;
        in_pieces<double>(dataset, [&](std::uint64_t, std::vector<double> const& values) {
            for (auto at = number; at < values.size(); at += row)
                layer.push_back(static_cast<float>(values[at]));
        });
        image_.add(name, layer);
    }

    /// Of a list the rows chosen for each spectrum; `of` maps the number.
    template <class Of>
    void add_listed(std::string const& name, std::string const& column,
                    std::vector<std::uint64_t> const& rows, Of of) {
        std::vector<float> layer(spectra_, unknown);
        std::vector<std::pair<std::uint64_t, std::uint64_t>> wanted;  // row, spectrum
        for (std::uint64_t i = 0; i < spectra_; ++i)
            if (rows[i] != no_row) wanted.emplace_back(rows[i], i);
        auto next = wanted.begin();
        in_pieces<double>(root_.dataset(column), [&](std::uint64_t first, std::vector<double> const& values) {
            for (; next != wanted.end() && next->first < first + values.size(); ++next)
                layer[next->second] = static_cast<float>(of(values[next->first - first]));
        });
        image_.add(name, layer);
    }
    void add_listed(std::string const& name, std::string const& column,
                    std::vector<std::uint64_t> const& rows) {
        add_listed(name, column, rows, [](double value) { return value; });
    }

    /// The deepest band of each spectrum among those of a range (-1: detected).
    std::vector<std::uint64_t> deepest_of(std::int32_t range) {
        std::vector<std::uint64_t> rows(spectra_, no_row);
        std::vector<double> depth(spectra_, 0);
        auto const spectrum = root_.dataset("bands/spectrum"), of = root_.dataset("bands/range");
        in_pieces<double>(root_.dataset("bands/depth"),
                          [&](std::uint64_t first, std::vector<double> const& depths) {
                              Range const piece{first, first + depths.size()};
                              auto const spectra = spectrum.read_rows<std::uint64_t>(piece);
                              auto const ranges = of.read_rows<std::int32_t>(piece);
                              for (std::size_t i = 0; i < depths.size(); ++i) {
                                  auto const at = spectra[i];
                                  if (ranges[i] != range || !(depths[i] > depth[at])) continue;
                                  depth[at] = depths[i];
                                  rows[at] = first + i;
                              }
                          });
        return rows;
    }

    std::int32_t ranges() {
        std::int32_t highest = -1;
        in_pieces<std::int32_t>(root_.dataset("bands/range"),
                                [&](std::uint64_t, std::vector<std::int32_t> const& ranges) {
                                    for (auto const range : ranges)
                                        highest = std::max(highest, range);
                                });
        return highest + 1;
    }

    void write_bands() {
        add_column("number of bands", "spectra/band_count");
        auto const count = ranges();
        for (std::int32_t range = count > 0 ? 0 : -1; range < std::max(count, 0); ++range) {
            auto const rows = deepest_of(range);
            auto const name = range < 0 ? "deepest band" : fmt::format("range {}", range + 1);
            for (auto const& [words, column] : {std::pair{"centre (um)", "centre"},
                                                {"error of centre (um)", "centre_error"},
                                                {"depth", "depth"},
                                                {"width (um)", "width"},
                                                {"area (um)", "area"},
                                                {"asymmetry", "asymmetry"}})
                add_listed(name + ": " + words, std::string("bands/") + column, rows);
        }
    }

    void write_fits() {
        add_column("fit: model", "fits/model");
        add_column("fit: chi2", "fits/chi2");
        auto const models = root_.group("fits").attribute<std::vector<std::string>>("models");
        if (models.size() != 1 || models[0] == "detected") return;
        std::uint64_t most = 0;
        auto const first = root_.dataset("fits/band_first").read<std::uint64_t>();
        auto const count = root_.dataset("fits/band_count").read<std::uint32_t>();
        for (auto const bands : count)
            most = std::max<std::uint64_t>(most, bands);
        for (std::uint64_t place = 0; place < most; ++place) {
            std::vector<std::uint64_t> rows(spectra_, no_row);
            for (std::uint64_t i = 0; i < spectra_; ++i)
                if (place < count[i]) rows[i] = first[i] + place;
            auto const name = fmt::format("fitted band {}", place + 1);
            add_listed(name + ": centre (um)", "fitted_bands/centre", rows);
            add_listed(name + ": error of centre (um)", "fitted_bands/centre_error", rows);
            add_listed(name + ": strength of ln R", "fitted_bands/strength", rows);
            add_listed(name + ": width (um)", "fitted_bands/width", rows);
        }
    }

    void write_composition() {
        for (auto const& column : root_.group("composition").dataset_names_as_made())
            if (!column.ends_with("_flags")) add_column("composition: " + column, "composition/" + column);
    }

    void write_abundances() {
        auto const names = root_.group("abundances").attribute<std::vector<std::string>>("endmembers");
        for (std::uint64_t k = 0; k < names.size(); ++k)
            add_column("abundance: " + names[k], "abundances/fraction", k);
        add_column("abundance: rms residual", "abundances/rms");
        if (!root_.group("abundances").has("smooth_fraction")) return;
        for (std::uint64_t k = 0; k < names.size(); ++k)
            add_column("smooth abundance: " + names[k], "abundances/smooth_fraction", k);
        add_column("smooth abundance: rms residual", "abundances/smooth_rms");
    }

    void write_match() {
        add_column("best match: entry", "best_match/entry");
        for (char const* const column : {"fit", "distance", "angle", "depth_ratio"})
            add_column(std::string("best match: ") + column, std::string("best_match/") + column);
    }

    void write_parameters() {
        for (auto const& name : root_.group("parameters").dataset_names_as_made())
            if (name != "flags") add_column(name, "parameters/" + name);
    }

    Group root_;
    record::EnviImage& image_;
    std::uint64_t spectra_;
};

}  // namespace

void write_maps(record::File const& result, std::filesystem::path const& path, record::Overwrite overwrite,
                std::vector<std::pair<std::string, std::string>> fields) {
    auto const root = result.root();
    auto const extent = [&](char const* name) {
        return static_cast<std::uint64_t>(root.attribute<std::int64_t>(name));
    };
    record::EnviImage image(
        path, overwrite, extent("lines"), extent("samples"),
        fmt::format("maps of {}: {} {}; method {}: {}", result.path().filename().string(),
                    root.attribute<std::string>("program"), root.attribute<std::string>("program_version"),
                    root.attribute<std::string>("method"), root.attribute<std::string>("method_note")),
        std::move(fields));
    Maps(root, image).write();
    image.commit();
}

std::vector<std::pair<std::string, std::string>> place_of(std::vector<std::filesystem::path> const& files) {
    std::vector<std::pair<std::string, std::string>> fields;
    for (auto const& file : files) {
        if (file.extension() != ".hdr") continue;
        mulumesc::EnviHeader const header(file);
        for (char const* const name : {"map info", "projection info", "coordinate system string"})
            if (header.has(name)) fields.emplace_back(name, "{" + header.text(name) + "}");
    }
    return fields;
}

}  // namespace vespa::mulumesc_driver
