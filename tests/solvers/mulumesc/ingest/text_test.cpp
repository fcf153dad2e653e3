// Spectra as text, in the forms of the field's libraries.
#include <cmath>

#include "mulumesc/ingest/open_source.hpp"
#include "solvers/mulumesc/ingest/scratch.hpp"

namespace vespa::mulumesc {
namespace {

using testing::refusal;

class Text : public testing::Scratch {
  protected:
    std::unique_ptr<SpectrumSource> open(std::string const& content, Reading const& reading = {}) const {
        return open_source(write("sample.txt", content), reading);
    }
    void says(std::string const& content, char const* text, Reading const& reading = {}) const {
        auto const refused = refusal([&] { open(content, reading); });
        EXPECT_NE(refused.find(text), std::string::npos) << content << "\n" << refused;
    }
};

TEST_F(Text, ReadsPairsAndTriples) {
    auto const pairs = open("# a remark\n0.5 0.1\n0.6\t0.2\n\n0.7 .3\n");
    EXPECT_EQ(pairs->is().axis.wavelength, (std::vector<double>{0.5, 0.6, 0.7}));
    EXPECT_EQ(pairs->read(0, 1).reflectance, (std::vector<double>{0.1, 0.2, 0.3}));
    EXPECT_EQ(pairs->is().names, std::vector<std::string>{"sample"});
    EXPECT_FALSE(pairs->is().has_noise);
    Reading reading;
    reading.missing.values = {-0.999};
    auto const triples = open("700,0.3,0.01\r\n600,0.2,-0.999\r\n500,0.1,0.03\r\n", reading);
    EXPECT_EQ(triples->is().axis.wavelength, (std::vector<double>{0.5, 0.6, 0.7}));
    auto const block = triples->read(0, 1);
    EXPECT_EQ(block.reflectance, (std::vector<double>{0.1, 0.2, 0.3}));
    EXPECT_EQ(block.noise[0], 0.03);
    EXPECT_TRUE(std::isnan(block.noise[1]));
}

TEST_F(Text, ReadsNamedColumns) {
    auto const source = open("Wavelength (nm),olivine,sigma,augite\n500,0.1,0.01,0.5\n600,,0.02,0.6\n");
    EXPECT_EQ(source->is().count, 2u);
    EXPECT_EQ(source->is().names, (std::vector<std::string>{"olivine", "augite"}));
    auto const block = source->read(0, 2);
    EXPECT_TRUE(std::isnan(block.reflectance[1]));
    EXPECT_EQ(block.reflectance[3], 0.6);
    EXPECT_EQ(block.noise[1], 0.02);
    EXPECT_TRUE(std::isnan(block.noise[2]));
    EXPECT_EQ(source->read(1, 1).reflectance, (std::vector<double>{0.5, 0.6}));
}

TEST_F(Text, ReadsRelab) {
    auto const asc =
        open("  3\n    320.0   0.048\n    330.0   0.053\n    340.0   0.055\n A remark of 1979\n 1 2\n");
    EXPECT_EQ(asc->is().format, "RELAB text");
    EXPECT_EQ(asc->is().unit, SpectralUnit::nanometre);
    EXPECT_TRUE(asc->is().notes.empty());
    auto const txt =
        open("Keck/NASA Relab Spectrum XY-1\nWavelength(micron)\tReflectance\n0.32\t0.048\n0.33\t0.053\n");
    EXPECT_EQ(txt->is().format, "RELAB text");
    EXPECT_EQ(txt->is().names, std::vector<std::string>{"Keck/NASA Relab Spectrum XY-1"});
    EXPECT_EQ(txt->is().axis.channels(), 2u);
}

TEST_F(Text, ReadsEcostress) {
    auto const source = open(
        "Name: Basalt, fine\nType: rock\nX Units: Wavelength (micrometer)\nY Units: Reflectance "
        "(percentage)\n"
        "First X Value: 2.5\nAdditional Information: none\n\n 2.5 30\n 1.5 20\n 0.5 10\n");
    EXPECT_EQ(source->is().names, std::vector<std::string>{"Basalt, fine"});
    EXPECT_EQ(source->read(0, 1).reflectance, (std::vector<double>{0.1, 0.2, 0.3}));
    EXPECT_EQ(source->is().axis.wavelength.front(), 0.5);
}

TEST_F(Text, ReadsSplib07) {
    Reading reading;
    reading.wavelength_file =
        write("waves.txt", " lib Record=13: Wavelengths ASD 0.35-2.5 um\n 3.5e-001\n 4.0e-001\n 4.5e-001\n");
    reading.width_file = write("widths.txt", " lib Record=17: Bandpass\n 8e-003\n 8e-003\n 9e-003\n");
    auto const source = open(" lib Record=1: Augite NMNH AREF\n 3.3e-001\n -1.23e+034\n 3.5e-001\n", reading);
    EXPECT_EQ(source->is().names, std::vector<std::string>{"Augite NMNH AREF"});
    EXPECT_EQ(source->is().axis.width[2], 0.009);
    auto const values = source->read(0, 1).reflectance;
    EXPECT_EQ(values[0], 0.33);
    EXPECT_TRUE(std::isnan(values[1]));
    EXPECT_EQ(source->is().files.size(), 3u);
    says(" lib Record=1: Augite\n 0.33\n", "a file of wavelengths");
    says(" lib Record=1: Augite\n 0.33\n", "3 wavelengths for 1 rows", reading);
    // Twice as many values are not two spectra, and a table's wavelengths are one for each row.
    says(" lib Record=1: Augite\n.1\n.2\n.3\n.4\n.5\n.6\n", "3 wavelengths for 6 rows", reading);
    says("1 .1\n2 .2\n3 .3\n4 .4\n5 .5\n6 .6\n", "3 wavelengths for 6 rows", reading);
    says(" lib Record=1: Augite\n 0.33\nx\n", ":3: \"x\" is no number", reading);
}

TEST_F(Text, SaysWhatIsWrong) {
    says("", "is empty");
    says("4\n0.5 0.1\n0.6 0.2\n", "4 rows are announced, 2 are there");
    says("no numbers here\n", "no rows");
    says("0.5 0.1\n0.6 0.2 0.3\n", ":2: 3 values");
    says("0.5 0.1\n0.6 y\n", ":2: \"y\" is no number");
    says("0.5 0.1\n0.5 0.2\n", "share the wavelength");
    says(std::string("0.5 0.1\0", 8), "no text");
    EXPECT_NE(refusal([] { open_source("/nowhere/at/all.txt", {}); }).find("cannot be read"),
              std::string::npos);
    Reading reading;
    reading.scale = -1;
    says("0.5 0.1\n0.6 0.2\n", "above 0", reading);
}

}  // namespace
}  // namespace vespa::mulumesc
