// ENVI cubes and libraries: every type, byte order and interleave; what lies or is cut short.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "mulumesc/ingest/envi_header.hpp"
#include "mulumesc/ingest/open_source.hpp"
#include "solvers/mulumesc/ingest/scratch.hpp"

namespace vespa::mulumesc {
namespace {

using testing::refusal;

constexpr std::size_t lines = 3, samples = 4, bands = 5;

double stored_value(std::size_t line, std::size_t sample, std::size_t band) {
    return static_cast<double>((7 * line + 3 * sample + 11 * band + 1) % 120);
}

template <class T>
void put(std::string& bytes, double value, bool big_endian) {
    auto const number = static_cast<T>(value);
    char raw[sizeof(T)];
    std::memcpy(raw, &number, sizeof(T));
    if (big_endian) std::reverse(raw, raw + sizeof(T));
    bytes.append(raw, sizeof(T));
}

void put(std::string& bytes, int type, double value, bool big_endian) {
    switch (type) {
        case 1:
            return put<std::uint8_t>(bytes, value, big_endian);
        case 2:
            return put<std::int16_t>(bytes, value, big_endian);
        case 3:
            return put<std::int32_t>(bytes, value, big_endian);
        case 4:
            return put<float>(bytes, value, big_endian);
        case 5:
            return put<double>(bytes, value, big_endian);
        case 12:
            return put<std::uint16_t>(bytes, value, big_endian);
        case 13:
            return put<std::uint32_t>(bytes, value, big_endian);
        case 14:
            return put<std::int64_t>(bytes, value, big_endian);
        default:
            return put<std::uint64_t>(bytes, value, big_endian);
    }
}

std::string cube(int type, std::string const& interleave, bool big_endian, std::size_t offset) {
    std::string bytes(offset, 'x');
    auto const at = [&](std::size_t l, std::size_t s, std::size_t b) {
        put(bytes, type, stored_value(l, s, b), big_endian);
    };
    if (interleave == "bsq")
        for (std::size_t b = 0; b < bands; ++b)
            for (std::size_t l = 0; l < lines; ++l)
                for (std::size_t s = 0; s < samples; ++s)
                    at(l, s, b);
    if (interleave == "bil")
        for (std::size_t l = 0; l < lines; ++l)
            for (std::size_t b = 0; b < bands; ++b)
                for (std::size_t s = 0; s < samples; ++s)
                    at(l, s, b);
    if (interleave == "bip")
        for (std::size_t l = 0; l < lines; ++l)
            for (std::size_t s = 0; s < samples; ++s)
                for (std::size_t b = 0; b < bands; ++b)
                    at(l, s, b);
    return bytes;
}

std::string header(int type, std::string const& interleave, bool big_endian, std::size_t offset,
                   std::string const& more) {
    return "ENVI\n; a remark\ndescription = {\n  two\n lines}\nsamples = 4\nLines = 3\nbands   = 5\nheader "
           "offset = " +
           std::to_string(offset) + "\nfile type = ENVI Standard\ndata type = " + std::to_string(type) +
           "\ninterleave = " + interleave + "\nbyte order = " + (big_endian ? "1" : "0") + "\n" + more;
}

std::string const axis =
    "wavelength units = Nanometers\nwavelength = { 1000.0, 1010.5,\n 1025.25, 1050, 1100 }\n";

class Envi : public testing::Scratch {
  protected:
    std::unique_ptr<SpectrumSource> open(std::string const& head, std::string const& data,
                                         Reading const& reading = {}) const {
        write("c.hdr", head);
        write("c.img", data);
        return open_source(folder_ / "c.hdr", reading);
    }
    std::string refuses(std::string const& head, std::string const& data) const {
        return refusal([&] { open(head, data); });
    }
};

TEST_F(Envi, ReadsEveryTypeOrderAndInterleave) {
    for (int const type : {1, 2, 3, 4, 5, 12, 13, 14, 15})
        for (std::string const interleave : {"bsq", "bil", "bip"})
            for (bool const big_endian : {false, true})
                for (std::size_t const offset : {0u, 128u}) {
                    SCOPED_TRACE(std::to_string(type) + interleave + (big_endian ? " big" : " little"));
                    auto const source = open(header(type, interleave, big_endian, offset, axis),
                                             cube(type, interleave, big_endian, offset));
                    ASSERT_EQ(source->is().count, 12u);
                    EXPECT_EQ(source->is().lines, 3u);
                    EXPECT_EQ(source->is().samples, 4u);
                    EXPECT_DOUBLE_EQ(source->is().axis.wavelength[2], 1.02525);
                    // Blocks that cut lines.
                    for (std::uint64_t first : {0u, 3u, 11u}) {
                        auto const count = std::min<std::uint64_t>(6, 12 - first);
                        auto const block = source->read(first, count).reflectance;
                        ASSERT_EQ(block.size(), count * bands);
                        for (std::size_t i = 0; i < count; ++i)
                            for (std::size_t b = 0; b < bands; ++b)
                                EXPECT_EQ(block[i * bands + b],
                                          stored_value((first + i) / 4, (first + i) % 4, b));
                    }
                }
}

TEST_F(Envi, TakesScaleFillBadBandsAndWidths) {
    auto const source =
        open(header(12, "bip", false, 0,
                    axis + "fwhm = {10,10,10,10,10}\nbbl = {1,1,0,1,1}\ndata ignore value = 12\n"
                           "reflectance scale factor = 100\n"),
             cube(12, "bip", false, 0));
    EXPECT_EQ(source->is().axis.good, (std::vector<std::uint8_t>{1, 1, 0, 1, 1}));
    EXPECT_DOUBLE_EQ(source->is().axis.width[4], 0.01);
    auto const first = source->read(0, 1).reflectance;
    EXPECT_EQ(first[0], 0.01);
    EXPECT_TRUE(std::isnan(first[1]));
    Reading reading;
    reading.scale = 10;
    reading.missing.values = {23};
    auto const other =
        open(header(12, "bip", false, 0, axis), cube(12, "bip", false, 0), reading)->read(0, 1).reflectance;
    EXPECT_EQ(other[1], 1.2);
    EXPECT_TRUE(std::isnan(other[2]));
}

TEST_F(Envi, TakesFallingWavenumbers) {
    auto const source = open(
        header(1, "BIL", false, 0, "wavelength units = Unknown\nwavelength = {6000,5500,5000,4500,4000}\n"),
        cube(1, "bil", false, 0));
    EXPECT_EQ(source->is().unit, SpectralUnit::per_centimetre);
    EXPECT_DOUBLE_EQ(source->is().axis.wavelength[4], 2.5);
    EXPECT_EQ(source->read(0, 1).reflectance[4], stored_value(0, 0, 4));
}

TEST_F(Envi, ReadsLibraries) {
    std::string data;
    for (double const value : {0.1, 0.2, 0.3, 0.4, 0.5, 0.6})
        put(data, 4, value, false);
    std::string const head =
        "ENVI\nsamples = 3\nlines = 2\nbands = 1\ndata type = 4\ninterleave = bsq\nbyte order = 0\n"
        "file type = ENVI Spectral Library\nwavelength = {1,2,3}\nwavelength units = micrometers\n";
    write("lib.sli", data);
    write("lib.hdr", head + "spectra names = {olivine; \"a\", augite,\n}\n");
    auto const source = open_source(folder_ / "lib.sli", {});
    EXPECT_EQ(source->is().format, "ENVI spectral library");
    EXPECT_EQ(source->is().names, (std::vector<std::string>{"olivine; \"a\"", "augite"}));
    EXPECT_EQ(source->is().lines, 0u);
    EXPECT_FLOAT_EQ(static_cast<float>(source->read(1, 1).reflectance[0]), 0.4f);
    write("lib.hdr", head + "spectra names = {a, b, c}\n");
    auto const unnamed = open_source(folder_ / "lib.sli", {});
    EXPECT_TRUE(unnamed->is().names.empty());
    EXPECT_NE(unnamed->is().notes.at(0).find("3 names for 2 spectra"), std::string::npos);
}

TEST_F(Envi, SaysWhatIsWrong) {
    auto const whole = cube(2, "bsq", false, 0);
    auto const says = [&](std::string const& head, char const* text, std::string const& data) {
        auto const refused = refuses(head, data);
        EXPECT_NE(refused.find(text), std::string::npos) << refused;
    };
    auto const head = header(2, "bsq", false, 0, axis);
    says(head, "holds 119 bytes; its header promises 120", whole.substr(1));
    says(head, "promises 120", "");
    says(header(6, "bsq", false, 0, axis), "complex", whole);
    says(header(2, "bxq", false, 0, axis), "bsq, bil or bip", whole);
    says(header(2, "bsq", false, 0, ""), "0 wavelengths for 5 bands", whole);
    says(header(2, "bsq", false, 0, "wavelength = {1, 2, 3}\n"), "3 wavelengths for 5 bands", whole);
    says(header(2, "bsq", false, 0, "wavelength = {1, 2, x, 4, 5}\n"), "item 3, \"x\"", whole);
    says(header(2, "bsq", false, 0, axis + "wavelength = {1}\n"), "given twice with", whole);
    says(header(2, "bsq", false, 0, "wavelength = {1, 2\n"), "not closed", whole);
    says("PNG\n", "does not begin", whole);
    says("ENVI\nsamples 4\n", "gives no field a value", whole);
    says("ENVI\nsamples = 4\n", "data type: is absent", whole);
    says("ENVI\ndata type = 2\nbyte order = 0\ninterleave = bsq\nsamples = -4\n", "samples: is -4", whole);
    says(
        "ENVI\ndata type = 2\nbyte order = 0\ninterleave = bsq\nsamples = 1e12\nlines = 1e12\nbands = "
        "1000000\n",
        "promises", whole);
    says(header(2, "bsq", false, 0, axis + "reflectance scale factor = 0\n"), "above 0", whole);
    says(header(2, "bsq", false, 0, "wavelength units = nm\nwavelength = {1, 2, 3, 4, 5}\n"), "0.05 to 250",
         whole);
    EXPECT_NE(open(head, whole + "more")->is().notes.at(0).find("4 bytes more"), std::string::npos);
    write("alone.hdr", head);
    EXPECT_NE(refusal([&] { open_source(folder_ / "alone.hdr", {}); }).find("no data file"),
              std::string::npos);
    auto const source = open(head, whole);
    write("c.img", whole.substr(0, 60));
    EXPECT_NE(refusal([&] { source->read(0, 12); }).find("to its end"), std::string::npos);
}

TEST_F(Envi, SurvivesBrokenHeaders) {
    // Every prefix, and every byte replaced: an answer or a BadInput, nothing else.
    auto const head = header(2, "bsq", false, 0, axis + "bbl = {1,1,0,1,1}\n");
    auto const data = cube(2, "bsq", false, 0);
    for (std::size_t i = 0; i < head.size(); ++i) {
        refuses(head.substr(0, i), data);
        for (char const other : {'{', '}', '=', '9', '-', '\n', '\xff', ','}) {
            auto broken = head;
            broken[i] = other;
            write("c.hdr", broken);
            write("c.img", data);
            try {
                auto const source = open_source(folder_ / "c.hdr", {});
                EXPECT_LE(source->read(0, source->is().count).reflectance.size(), data.size());
            } catch (BadInput const&) {
            }
        }
    }
}

}  // namespace
}  // namespace vespa::mulumesc
