#include "core/record/export_fits.hpp"

#include <fitsio.h>
#include <fmt/format.h>
#include <unistd.h>

#include <stdexcept>

#include "core/record/detail/final_name.hpp"
#include "core/record/detail/table_source.hpp"

namespace vespa::record {
namespace {

/// What CFITSIO calls an element in a table and in memory.
struct FitsType {
    char const* form;
    int in_memory;
};

FitsType fits_type_of(ElementType type) {
    switch (type) {
        case ElementType::int8:
            return {"S", TSBYTE};
        case ElementType::uint8:
            return {"B", TBYTE};
        case ElementType::int16:
            return {"I", TSHORT};
        case ElementType::uint16:
            return {"U", TUSHORT};
        case ElementType::int32:
            return {"J", TINT};
        case ElementType::uint32:
            return {"V", TUINT};
        case ElementType::int64:
            return {"K", TLONGLONG};
        case ElementType::uint64:
            return {"W", TULONGLONG};
        case ElementType::float32:
            return {"E", TFLOAT};
        case ElementType::float64:
            return {"D", TDOUBLE};
    }
    throw std::logic_error("an element type that FITS is not told of");
}

std::string text_of(AttributeValue const& value) {
    if (auto const* const text = std::get_if<std::string>(&value)) return *text;
    if (auto const* const number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    if (auto const* const whole = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *whole);
    return {};
}

/// FITS headers hold printable ASCII alone.
std::string printable(std::string text) {
    for (char& c : text)
        if (c < ' ' || c > '~') c = '?';
    return text;
}

/// A file that grows as "path.part" and takes its name in commit().
class FitsFile {
  public:
    FitsFile(std::filesystem::path path, Overwrite overwrite)
        : path_(std::move(path)), part_(path_.string() + ".part"), overwrite_(overwrite) {
        detail::claim(path_, part_, overwrite_);
        ::unlink(part_.c_str());  // CFITSIO makes new files only
        call(fits_create_diskfile, part_.c_str());
    }
    ~FitsFile() {
        int status = 0;
        if (fits_ != nullptr) fits_close_file(fits_, &status);
        if (!part_.empty()) ::unlink(part_.c_str());
    }
    FitsFile(FitsFile const&) = delete;
    FitsFile& operator=(FitsFile const&) = delete;

    void begin(VotableHeader const& header);
    void append(VotableHeader const& header, parallel::Range rows,
                std::vector<std::span<std::byte const>> const& columns);
    void commit();

  private:
    template <class Call, class... Arguments>
    void call(Call function, Arguments... arguments) {
        int status = 0;
        if constexpr (std::is_invocable_v<Call, fitsfile**, Arguments..., int*>)
            function(&fits_, arguments..., &status);
        else
            function(fits_, arguments..., &status);
        if (status == 0) return;
        char reason[FLEN_STATUS] = {};
        fits_get_errstatus(status, reason);
        fits_clear_errmsg();
        throw std::runtime_error(fmt::format("{}: cannot be written as FITS: {}", path_.string(), reason));
    }
    void note(std::string const& key, std::string const& value) {
        if (!value.empty()) call(fits_write_key_longstr, key.c_str(), printable(value).c_str(), nullptr);
    }

    std::filesystem::path path_, part_;
    Overwrite overwrite_;
    fitsfile* fits_ = nullptr;
};

void FitsFile::begin(VotableHeader const& header) {
    std::vector<std::string> names, forms, units;
    for (auto const& field : header.fields) {
        names.push_back(printable(field.name));
        forms.push_back(fmt::format("{}{}", field.elements, fits_type_of(field.type).form));
        units.push_back(printable(field.meaning.unit));
    }
    auto const pointers = [](std::vector<std::string>& texts) {
        std::vector<char*> all;
        for (auto& text : texts)
            all.push_back(text.data());
        return all;
    };
    auto const name_pointers = pointers(names), form_pointers = pointers(forms),
               unit_pointers = pointers(units);
    call(fits_create_tbl, int{BINARY_TBL}, static_cast<LONGLONG>(header.rows),
         static_cast<int>(header.fields.size()), const_cast<char**>(name_pointers.data()),
         const_cast<char**>(form_pointers.data()), const_cast<char**>(unit_pointers.data()),
         printable(header.name).c_str());
    call(fits_write_key_longwarn);
    for (std::size_t i = 0; i < header.fields.size(); ++i) {
        note(fmt::format("TUCD{}", i + 1), header.fields[i].meaning.ucd);
        note(fmt::format("TCOMM{}", i + 1), header.fields[i].meaning.description);
    }
    call(fits_write_history, printable(header.description).c_str());
    for (auto const& param : header.params)
        call(fits_write_history,
             printable(fmt::format("{} = {} {}", param.name, text_of(param.value), param.meaning.unit))
                 .c_str());
}

void FitsFile::append(VotableHeader const& header, parallel::Range rows,
                      std::vector<std::span<std::byte const>> const& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto const& field = header.fields[i];
        call(fits_write_col, fits_type_of(field.type).in_memory, static_cast<int>(i + 1),
             static_cast<LONGLONG>(rows.first + 1), LONGLONG{1},
             static_cast<LONGLONG>(rows.size() * field.elements),
             static_cast<void*>(const_cast<std::byte*>(columns[i].data())));
    }
}

void FitsFile::commit() {
    call(fits_close_file);
    fits_ = nullptr;
    detail::give_name(part_, path_, overwrite_);
    part_.clear();
}

void write(detail::TableSource const& source, std::filesystem::path const& path, Overwrite overwrite) {
    FitsFile fits(path, overwrite);
    fits.begin(source.header);
    source.stream(
        [&](parallel::Range rows, auto const& columns) { fits.append(source.header, rows, columns); });
    fits.commit();
}

}  // namespace

void export_fits(File const& file, std::string const& table, std::filesystem::path const& path,
                 Overwrite overwrite) {
    write(detail::group_as_table(file, table), path, overwrite);
}

void export_spectra_fits(File const& file, std::string const& group, std::filesystem::path const& path,
                         Overwrite overwrite) {
    write(detail::spectra_as_table(file, group), path, overwrite);
}

}  // namespace vespa::record
