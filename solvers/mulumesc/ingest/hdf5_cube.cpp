#include "mulumesc/ingest/hdf5_cube.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <limits>

#include "core/errors/bad_input.hpp"
#include "core/record/file.hpp"
#include "mulumesc/ingest/axis_files.hpp"

namespace vespa::mulumesc {

namespace fs = std::filesystem;

namespace {

/// The datasets that hold wavelengths where nothing else is said, in this order.
constexpr std::array wavelength_names = {"wavelength", "wavelengths", "wavelength_nm",
                                         "sensor_band_parameters/wavelengths"};

bool has(record::Group const& root, std::string const& name) {
    auto const slash = name.find('/');
    if (slash == std::string::npos) return root.has(name);
    if (slash == 0) return has(root, name.substr(1));
    auto const group = name.substr(0, slash);
    return root.has(group) && has(root.group(group), name.substr(slash + 1));
}

std::string wavelengths_of(record::Group const& root, record::Dataset const& cube, Reading const& reading,
                           std::string const& where) {
    if (!reading.wavelength_dataset.empty()) return reading.wavelength_dataset;
    for (auto const* name : wavelength_names)
        if (has(root, name)) return name;
    auto const scale = cube.scales().back();
    if (!scale.empty()) return scale;
    throw BadInput("has no dataset of wavelengths that is known by its name", where,
                   "the dataset's name, or a file of wavelengths");
}

std::optional<SpectralUnit> unit_of(record::Dataset const& dataset, std::string const& name) {
    for (auto const* attribute : {"units", "unit"}) {
        if (dataset.has_attribute(attribute))
            if (auto const unit = unit_named(dataset.attribute<std::string>(attribute))) return unit;
    }
    return name.ends_with("_nm") ? std::optional(SpectralUnit::nanometre) : std::nullopt;
}

std::string beside(std::string const& name, char const* other) {
    auto const slash = name.rfind('/');
    return (slash == std::string::npos ? "" : name.substr(0, slash + 1)) + other;
}

StoredAxis axis_in(record::Group const& root, record::Dataset const& cube, Reading const& reading,
                   std::string const& where) {
    auto const name = wavelengths_of(root, cube, reading, where);
    auto const dataset = root.dataset(name);
    StoredAxis axis;
    axis.where = dataset.where();
    axis.values = dataset.read<double>();
    axis.unit = unit_of(dataset, name);
    if (has(root, beside(name, "fwhm"))) axis.widths = root.dataset(beside(name, "fwhm")).read<double>();
    if (has(root, beside(name, "good_wavelengths")))
        for (double const good : root.dataset(beside(name, "good_wavelengths")).read<double>())
            axis.good.push_back(good != 0);
    return axis;
}

class Hdf5Cube final : public SpectrumSource {
  public:
    Hdf5Cube(fs::path const& path, Reading const& reading)
        : file_(record::File::open_alone(path)),
          cube_(file_.root().dataset(reading.reflectance_dataset.empty() ? "reflectance"
                                                                         : reading.reflectance_dataset)) {
        is_.format = "HDF5";
        is_.files = {path};
        auto const& shape = cube_.shape();
        if (shape.empty() || shape.size() > 3)
            throw BadInput(fmt::format("has {} extents", shape.size()), cube_.where(),
                           "one to three, the last channels");
        auto axis = reading.wavelength_file.empty() ? axis_in(file_.root(), cube_, reading, path.string())
                                                    : StoredAxis{};
        read_axis_files(reading, axis, is_.files);
        if (axis.values.size() != shape.back()) {
            throw BadInput(fmt::format("its last extent is {}, but there are {} wavelengths", shape.back(),
                                       axis.values.size()),
                           cube_.where(), "channels as the last extent");
        }
        auto ordered = order_axis(axis, reading.unit);
        is_.axis = std::move(ordered.axis);
        is_.unit = ordered.unit;
        is_.notes = std::move(ordered.notes);
        stored_ = std::move(ordered.stored);
        count_spectra(shape);
        if (!reading.noise_dataset.empty()) open_noise(reading.noise_dataset);
        read_attributes(reading);
    }

    SpectrumBlock read(std::uint64_t first, std::uint64_t count) override {
        SpectrumBlock block{read_from(cube_, first, count), {}};
        drop_missing(missing_, scale_, block.reflectance);
        if (!noise_) return block;
        block.noise = read_from(*noise_, first, count);
        drop_missing(missing_, scale_, block.noise);
        for (double& sigma : block.noise)
            if (!(sigma > 0)) sigma = std::numeric_limits<double>::quiet_NaN();
        return block;
    }

  private:
    void count_spectra(record::Shape const& shape) {
        is_.count = 1;
        for (std::size_t i = 0; i + 1 < shape.size(); ++i)
            is_.count *= shape[i];
        if (is_.count == 0) throw BadInput("holds no spectra", cube_.where(), "one or more");
        if (shape.size() < 3) return;
        is_.lines = shape[0];
        is_.samples = shape[1];
    }

    void open_noise(std::string const& name) {
        noise_.emplace(file_.root().dataset(name));
        if (noise_->shape() != cube_.shape())
            throw BadInput("has not the extents of " + cube_.where(), noise_->where(), "the same extents");
        is_.has_noise = true;
    }

    void read_attributes(Reading const& reading) {
        missing_ = reading.missing;
        for (auto const* name : {"_FillValue", "missing_value"})
            if (cube_.has_attribute(name)) missing_.values.push_back(cube_.attribute<double>(name));
        if (cube_.has_attribute("add_offset") && cube_.attribute<double>("add_offset") != 0)
            throw BadInput("has an attribute add_offset", cube_.where(), "reflectances without offset");
        double factor = 1;
        if (cube_.has_attribute("scale_factor")) factor = cube_.attribute<double>("scale_factor");
        if (!(factor > 0))
            throw BadInput(fmt::format("its attribute scale_factor is {}", factor), cube_.where(), "above 0");
        scale_ = reading.scale.value_or(1 / factor);
    }

    /// Spectra as they come, in the order of the axis; a row of the file may hold many.
    std::vector<double> read_from(record::Dataset const& dataset, std::uint64_t first, std::uint64_t count) {
        auto const channels = dataset.shape().back();
        auto const a_row = dataset.shape().size() == 1 ? 1 : dataset.row_size() / channels;
        bool const is_single = dataset.shape().size() == 1;
        auto const rows = is_single ? parallel::Range{0, dataset.rows()}
                                    : parallel::Range{first / a_row, (first + count + a_row - 1) / a_row};
        auto const values = dataset.read_rows<double>(rows);
        std::vector<double> out;
        out.reserve(count * stored_.size());
        auto const skipped = is_single ? 0 : first - rows.first * a_row;
        for (std::uint64_t i = 0; i < count; ++i)
            for (auto const channel : stored_)
                out.push_back(values[(skipped + i) * channels + channel]);
        return out;
    }

    record::File file_;
    record::Dataset cube_;
    std::optional<record::Dataset> noise_;
    std::vector<std::size_t> stored_;
    Missing missing_;
    double scale_ = 1;
};

}  // namespace

bool looks_like_hdf5(fs::path const& file) {
    std::array<char, 8> head{};
    std::ifstream stream(file, std::ios::binary);
    stream.read(head.data(), head.size());
    std::string_view const text(head.data(), head.size());
    return text == std::string_view("\x89HDF\r\n\x1a\n", 8) || text.starts_with("CDF\x01") ||
           text.starts_with("CDF\x02");
}

std::unique_ptr<SpectrumSource> open_hdf5(fs::path const& file, Reading const& reading) {
    return std::make_unique<Hdf5Cube>(file, reading);
}

}  // namespace vespa::mulumesc
