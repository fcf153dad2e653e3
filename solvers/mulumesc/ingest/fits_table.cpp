#include "mulumesc/ingest/fits_table.hpp"

#include <fitsio.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <fstream>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "mulumesc/ingest/text_lines.hpp"

namespace vespa::mulumesc {

namespace fs = std::filesystem;

namespace {

constexpr LONGLONG most_values = 100000000;

/// An open file; CFITSIO's errors become BadInput.
class FitsFile {
  public:
    explicit FitsFile(fs::path const& path) : path_(path) {
        // Not the extended syntax of names, which may run filters and fetch addresses.
        fits_open_diskfile(&file_, path.c_str(), READONLY, &status_);
        check("cannot be opened");
    }
    ~FitsFile() {
        int status = 0;
        if (file_) fits_close_file(file_, &status);
    }
    FitsFile(FitsFile const&) = delete;
    FitsFile& operator=(FitsFile const&) = delete;

    void check(std::string const& what) {
        if (status_ == 0) return;
        std::array<char, FLEN_STATUS> text{};
        fits_get_errstatus(status_, text.data());
        fits_clear_errmsg();
        status_ = 0;
        throw BadInput(fmt::format("{}: {}", what, text.data()), path_.string(), "a FITS file");
    }
    /// A keyword of the current part; empty where it is absent.
    std::string text_of(std::string const& key) {
        std::array<char, FLEN_VALUE> value{};
        int status = 0;
        fits_read_key(file_, TSTRING, key.c_str(), value.data(), nullptr, &status);
        if (status != 0) fits_clear_errmsg();
        return std::string(status == 0 ? trimmed(value.data()) : std::string_view());
    }
    bool number_of(char const* key, double& value) {
        int status = 0;
        fits_read_key(file_, TDOUBLE, key, &value, nullptr, &status);
        if (status != 0) fits_clear_errmsg();
        return status == 0;
    }

    fitsfile* handle() const { return file_; }
    int& status() { return status_; }
    fs::path const& path() const { return path_; }

  private:
    fs::path path_;
    fitsfile* file_ = nullptr;
    int status_ = 0;
};

void read_texts(FitsFile& file, int column, LONGLONG rows, long width, ColumnTable& out,
                std::string const& name) {
    TextColumn texts{name, {}};
    std::vector<char> room(static_cast<std::size_t>(width) + 1);
    for (LONGLONG row = 1; row <= rows; ++row) {
        char* one = room.data();
        int any = 0;
        std::fill(room.begin(), room.end(), '\0');
        fits_read_col(file.handle(), TSTRING, column, row, 1, 1, nullptr, &one, &any, &file.status());
        file.check("column " + name);
        texts.values.emplace_back(trimmed(room.data()));
    }
    out.texts.push_back(std::move(texts));
}

/// Elements of a cell: of a variable array, by its descriptor.
LONGLONG cell_size(FitsFile& file, int column, LONGLONG row, int type, LONGLONG repeat) {
    if (type >= 0) return repeat;
    LONGLONG count = 0, offset = 0;
    fits_read_descriptll(file.handle(), column, row, &count, &offset, &file.status());
    file.check("an array of variable length");
    return count;
}

void read_numbers(FitsFile& file, int column, int type, LONGLONG rows, LONGLONG repeat, ColumnTable& out,
                  std::string const& name) {
    NumberColumn numbers{name,
                         file.text_of(fmt::format("TUNIT{}", column)),
                         file.text_of(fmt::format("TUCD{}", column)),
                         {},
                         {}};
    double missing = std::nan("");
    for (LONGLONG row = 1; row <= rows; ++row) {
        auto const count = cell_size(file, column, row, type, repeat);
        auto const before = numbers.values.size();
        if (count < 0 || static_cast<LONGLONG>(before) + count > most_values)
            throw BadInput(fmt::format("column {} has too many values", name), file.path().string(),
                           "up to 1e8");
        numbers.values.resize(before + static_cast<std::size_t>(count));
        int any = 0;
        if (count > 0)
            fits_read_col(file.handle(), TDOUBLE, column, row, 1, count, &missing, &numbers.values[before],
                          &any, &file.status());
        file.check("column " + name);
        numbers.ends.push_back(numbers.values.size());
    }
    out.numbers.push_back(std::move(numbers));
}

ColumnTable read_table(FitsFile& file) {
    ColumnTable out;
    out.format = "FITS table";
    out.file = file.path();
    LONGLONG rows = 0;
    int columns = 0;
    fits_get_num_rowsll(file.handle(), &rows, &file.status());
    fits_get_num_cols(file.handle(), &columns, &file.status());
    file.check("a table");
    if (rows > most_values)
        throw BadInput(fmt::format("has {} rows", rows), file.path().string(), "up to 1e8");
    out.rows = static_cast<std::size_t>(std::max<LONGLONG>(rows, 0));
    for (int column = 1; column <= columns; ++column) {
        int type = 0;
        LONGLONG repeat = 0, width = 0;
        fits_get_coltypell(file.handle(), column, &type, &repeat, &width, &file.status());
        file.check("a column");
        auto const given = file.text_of(fmt::format("TTYPE{}", column));
        auto const name = given.empty() ? fmt::format("column {}", column) : given;
        int const kind = std::abs(type);
        if (kind == TSTRING && type > 0) {
            read_texts(file, column, rows, static_cast<long>(std::max(repeat, width)), out, name);
        } else if (kind != TSTRING && kind != TBIT && kind != TLOGICAL && kind != TCOMPLEX &&
                   kind != TDBLCOMPLEX) {
            read_numbers(file, column, type, rows, repeat, out, name);
        }
    }
    return out;
}

ColumnTable read_image(FitsFile& file, std::array<LONGLONG, 2> const& extents) {
    double first = 0, step = 0, pixel = 1;
    if (!file.number_of("CRVAL1", first) ||
        !(file.number_of("CDELT1", step) || file.number_of("CD1_1", step)))
        throw BadInput("an image without CRVAL1 and CDELT1", file.path().string(), "an axis of wavelengths");
    file.number_of("CRPIX1", pixel);
    auto const kind = lower_case(file.text_of("CTYPE1"));
    if (kind.find("log") != std::string::npos || kind.starts_with("freq"))
        throw BadInput("CTYPE1 is " + file.text_of("CTYPE1"), file.path().string(),
                       "wavelengths in equal steps");
    if (extents[0] < 1 || extents[1] < 1 || extents[0] > most_values / extents[1])
        throw BadInput(fmt::format("an image of {} x {}", extents[0], extents[1]), file.path().string(),
                       "up to 1e8 pixels");
    ColumnTable out;
    out.format = "FITS image";
    out.file = file.path();
    out.rows = static_cast<std::size_t>(extents[1]);
    auto const n = static_cast<std::size_t>(extents[0]);
    NumberColumn axis{"wavelength", file.text_of("CUNIT1"), "em.wl", {}, {}},
        values{"reflectance", "", "", {}, {}};
    values.values.resize(out.rows * n);
    for (std::size_t row = 0; row < out.rows; ++row) {
        for (std::size_t i = 0; i < n; ++i)
            axis.values.push_back(first + step * (static_cast<double>(i) + 1 - pixel));
        axis.ends.push_back((row + 1) * n);
    }
    values.ends = axis.ends;
    double missing = std::nan("");
    int any = 0;
    fits_read_img(file.handle(), TDOUBLE, 1, static_cast<LONGLONG>(values.values.size()), &missing,
                  values.values.data(), &any, &file.status());
    file.check("an image");
    out.numbers = {std::move(axis), std::move(values)};
    return out;
}

}  // namespace

bool looks_like_fits(fs::path const& file) {
    std::array<char, 9> head{};
    std::ifstream stream(file, std::ios::binary);
    stream.read(head.data(), head.size());
    return std::string_view(head.data(), head.size()) == "SIMPLE  =";
}

ColumnTable read_fits(fs::path const& path) {
    FitsFile file(path);
    int parts = 0;
    fits_get_num_hdus(file.handle(), &parts, &file.status());
    file.check("cannot be read");
    int image = 0;
    std::array<LONGLONG, 2> extents{0, 1};
    for (int part = 1; part <= parts; ++part) {
        int type = 0;
        fits_movabs_hdu(file.handle(), part, &type, &file.status());
        file.check("cannot be read");
        if (type != IMAGE_HDU) {
            auto table = read_table(file);
            if (table.rows > 0 && table.numbers.size() >= 2) return table;
            continue;
        }
        int count = 0;
        fits_get_img_dim(file.handle(), &count, &file.status());
        file.check("an image");
        if (image != 0 || count < 1 || count > 2) continue;
        image = part;
        fits_get_img_sizell(file.handle(), count, extents.data(), &file.status());
        file.check("an image");
    }
    if (image == 0)
        throw BadInput("has neither a table of two columns of numbers nor an image of one or two extents",
                       path.string(), "spectra");
    int type = 0;
    fits_movabs_hdu(file.handle(), image, &type, &file.status());
    file.check("cannot be read");
    return read_image(file, extents);
}

}  // namespace vespa::mulumesc
