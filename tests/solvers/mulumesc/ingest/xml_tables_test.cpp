// VOTables and PDS4 tables: what they mean, and what is told of broken ones.
#include <cmath>
#include <cstring>

#include "mulumesc/ingest/open_source.hpp"
#include "scratch.hpp"

namespace vespa::mulumesc {
namespace {

using testing::refusal;

class XmlTables : public testing::Scratch {
  protected:
    std::unique_ptr<SpectrumSource> open(std::string const& content, Reading const& reading = {}) const {
        return open_source(write("spectra.xml", content), reading);
    }
    void says(std::string const& content, std::string const& part) const {
        auto const said = refusal([&] { open(content); });
        EXPECT_NE(said.find(part), std::string::npos) << "said: " << said;
    }
};

std::string votable(std::string const& fields, std::string const& data) {
    return "<?xml version=\"1.0\"?>\n<!-- made --><VOTABLE version=\"1.4\"><RESOURCE><TABLE>" + fields +
           "<DATA>" + data + "</DATA></TABLE></RESOURCE></VOTABLE>";
}
std::string const columns =
    "<FIELD name=\"x\" ucd=\"em.wl\" unit=\"nm\" datatype=\"double\"/>"
    "<FIELD name=\"sand\" datatype=\"float\" ucd=\"phys.reflectance\"/>"
    "<FIELD name=\"sand_error\" datatype=\"float\"/>"
    "<FIELD name=\"note\" datatype=\"char\" arraysize=\"*\"/>"
    "<FIELD name=\"clay\" datatype=\"int\"><VALUES null=\"-1\"/></FIELD>";

TEST_F(XmlTables, VotableOfColumns) {
    auto const source =
        open(votable(columns,
                     "<TABLEDATA><TR><TD>700</TD><TD>0.3</TD><TD>.01</TD><TD>a</TD><TD>3</TD></TR>"
                     "<TR><TD> 600 </TD><TD/><TD>.01</TD><TD/><TD>-1</TD></TR>"
                     "<TR><TD>500</TD><TD>NaN</TD><TD>0</TD><TD/><TD>1</TD></TR></TABLEDATA>"));
    auto const& is = source->is();
    EXPECT_EQ(is.format, "VOTable");
    EXPECT_EQ(is.axis.wavelength, (std::vector<double>{0.5, 0.6, 0.7}));
    EXPECT_EQ(is.names, (std::vector<std::string>{"sand", "clay"}));
    EXPECT_TRUE(is.has_noise);
    auto const block = source->read(0, 2);
    EXPECT_TRUE(std::isnan(block.reflectance[0]) && std::isnan(block.reflectance[1]));
    EXPECT_EQ(block.reflectance[2], 0.3);
    EXPECT_EQ(block.reflectance[3], 1);
    EXPECT_TRUE(std::isnan(block.reflectance[4]));
    EXPECT_EQ(block.noise[1], 0.01);
    EXPECT_TRUE(std::isnan(block.noise[0]) && std::isnan(block.noise[5]));
}

TEST_F(XmlTables, VotableOfArrays) {
    std::string const fields =
        "<FIELD name=\"who\" datatype=\"char\" arraysize=\"8*\"/>"
        "<FIELD name=\"wavelength\" unit=\"Angstrom\" datatype=\"double\" arraysize=\"3\"/>"
        "<FIELD name=\"y\" datatype=\"double\" arraysize=\"*\"/>";
    auto const source =
        open(votable(fields,
                     "<TABLEDATA><TR><TD>one</TD><TD>5000 6000 7000</TD><TD>.1 .2 .3</TD></TR>"
                     "<TR><TD>two</TD><TD>5000 6000 7000</TD><TD>.4 .5 .6</TD></TR></TABLEDATA>"));
    EXPECT_EQ(source->is().count, 2u);
    EXPECT_EQ(source->is().names, (std::vector<std::string>{"one", "two"}));
    EXPECT_NEAR(source->is().axis.wavelength[2], 0.7, 1e-12);
    EXPECT_EQ(source->read(1, 1).reflectance, (std::vector<double>{.4, .5, .6}));
    says(votable(fields,
                 "<TABLEDATA><TR><TD/><TD>5000 6000 7000</TD><TD>.1 .2 .3</TD></TR>"
                 "<TR><TD/><TD>5000 6000 7001</TD><TD>.4 .5 .6</TD></TR></TABLEDATA>"),
         "row 2 has other wavelengths than the first");
    says(votable(fields, "<TABLEDATA><TR><TD/><TD>5000 6000</TD><TD>.1 .2</TD></TR></TABLEDATA>"),
         "has 2 numbers");
}

std::string base64(std::string const& bytes) {
    static char const digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits = bits << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            out += i * 4 / 3 + k < (bytes.size() * 4 + 2) / 3 ? digits[bits >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}
template <class T>
std::string big_endian(T value) {
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return {bytes.rbegin(), bytes.rend()};
}

TEST_F(XmlTables, VotableInBinary) {
    std::string rows, plain;
    for (int i = 0; i < 3; ++i) {
        auto const row = big_endian(500.0 + 100 * i) + big_endian(0.25f * static_cast<float>(i)) +
                         big_endian(0.5f) + big_endian(std::uint32_t(2)) + "ab" +
                         big_endian(std::int32_t(i - 1));
        rows += std::string(1, i == 1 ? '\x40' : '\0') + row;  // the second column of the second row is NULL
        plain += row;
    }
    auto const stream = [](std::string const& bytes) {
        return "<STREAM encoding=\"base64\">" + base64(bytes) + "</STREAM>";
    };
    for (bool const has_flags : {true, false}) {
        auto const data =
            has_flags ? "<BINARY2>" + stream(rows) + "</BINARY2>" : "<BINARY>" + stream(plain) + "</BINARY>";
        auto const source = open(votable(columns, data));
        auto const y = source->read(0, 2).reflectance;
        EXPECT_EQ(source->is().axis.wavelength, (std::vector<double>{0.5, 0.6, 0.7}));
        EXPECT_EQ(std::isnan(y[1]), has_flags);
        EXPECT_EQ(y[2], 0.5);
        EXPECT_TRUE(std::isnan(y[3]));
        EXPECT_EQ(y[5], 1);
    }
    says(votable(columns, "<BINARY2>" + stream(rows.substr(0, 40)) + "</BINARY2>"), "ends within a row");
    says(votable(columns, "<BINARY2><STREAM encoding=\"base64\">!!</STREAM></BINARY2>"), "no base64");
    says(votable(columns, "<BINARY2><STREAM href=\"file:///etc/passwd\"/></BINARY2>"),
         "is not within the document");
    says(votable("<FIELD name=\"wave\" datatype=\"double\" arraysize=\"*\"/>",
                 "<BINARY>" + stream(big_endian(~std::uint32_t(0))) + "</BINARY>"),
         "announces 4294967295 elements");
}

TEST_F(XmlTables, VotableThatIsBroken) {
    says("<VOTABLE><RESOURCE/></VOTABLE>", "no TABLE with rows");
    says("<VOTABLE><RESOURCE>", "at byte");
    says("<html></html>", "XML of the kind html");
    says(votable("", "<TABLEDATA><TR/></TABLEDATA>"), "without FIELDs");
    says(votable(columns, "<TABLEDATA><TR><TD>1</TD></TR></TABLEDATA>"), "has 1 cells");
    says(votable(columns, "<FITS/>"), "TABLEDATA, BINARY, BINARY2");
    says(votable("<FIELD name=\"a\" datatype=\"quad\"/>", "<TABLEDATA/>"), "datatype is \"quad\"");
    says(votable("<FIELD name=\"a\" datatype=\"int\" arraysize=\"1e30x1e30\"/>", "<TABLEDATA/>"),
         "arraysize");
    std::string const two =
        "<FIELD name=\"w\" unit=\"furlong\" ucd=\"em.wl\" datatype=\"double\"/><FIELD name=\"y\" "
        "datatype=\"double\"/>";
    std::string const row = "<TABLEDATA><TR><TD>1</TD><TD>2</TD></TR></TABLEDATA>";
    says(votable(two, row), "its unit is \"furlong\"");
    Reading reading;
    reading.unit = SpectralUnit::micrometre;
    EXPECT_EQ(open(votable(two, row), reading)->is().axis.wavelength, std::vector<double>{1});
    says(votable(two, "<TABLEDATA><TR><TD>x</TD><TD>2</TD></TR></TABLEDATA>"), "w is \"x\"");
}

std::string field(std::string const& name, int at, int length, std::string const& more = "") {
    return "<Field_Character><name>" + name + "</name><field_location unit=\"byte\">" + std::to_string(at) +
           "</field_location><data_type>ASCII_Real</data_type><field_length unit=\"byte\">" +
           std::to_string(length) + "</field_length>" + more + "</Field_Character>";
}
std::string label(std::string const& table, std::string const& file = "data.tab") {
    return "<?xml version=\"1.0\"?><Product_Observational><File_Area_Observational><File><file_name>" + file +
           "</file_name></File>" + table + "</File_Area_Observational></Product_Observational>";
}
std::string fixed(std::string const& records, std::string const& fields) {
    return "<Table_Character><offset unit=\"byte\">7</offset><records>" + records +
           "</records><Record_Character><record_length>16</record_length>" + fields +
           "</Record_Character></Table_Character>";
}
std::string const three_fields =
    field("Wavelength", 1, 5, "<unit>nm</unit>") +
    field("R", 6, 5, "<Special_Constants><missing_constant>-9.99</missing_constant></Special_Constants>") +
    field("R uncertainty", 11, 4);

TEST_F(XmlTables, Pds4OfFixedFields) {
    write("data.tab", "head 1\n  500 0.10 .01\r\n  600-9.99 .02\r\n  700      .03\r\nwhat follows is text\n");
    auto const source = open(label(fixed("3", three_fields)));
    EXPECT_EQ(source->is().format, "PDS4 table");
    EXPECT_EQ(source->is().axis.wavelength, (std::vector<double>{0.5, 0.6, 0.7}));
    auto const block = source->read(0, 1);
    EXPECT_EQ(block.reflectance[0], 0.1);
    EXPECT_TRUE(std::isnan(block.reflectance[1]) && std::isnan(block.reflectance[2]));
    EXPECT_EQ(block.noise, (std::vector<double>{0.01, 0.02, 0.03}));
    says(label(fixed("30", three_fields)), "the label promises 30");
    says(label(fixed("4", three_fields)), "record 4");  // the text behind it
    says(label(fixed("-1", three_fields)), "records is \"-1\"");
    says(label(fixed("1e99", three_fields)), "records is \"1e99\"");
    says(label(fixed("3", field("W", 1, 5) + field("R", 14, 9))), "reaches beyond the record");
    says(label(fixed("3", "")), "a record of 0 fields");
    says(label(fixed("3", three_fields), "../data.tab"), "file beside the label");
    says(label(fixed("3", three_fields), ".."), "file beside the label");
    says(label(fixed("3", three_fields), "absent.tab"), "cannot be read");
    says(label("<Table_Binary/>"), "binary tables alone");
    says(label(""), "describes no table");
}

TEST_F(XmlTables, Pds4OfDelimitedFields) {
    write("data.tab", "w,r,n\n1.5, 0.25,\"a\"\n2.5,,\"b\"\n");
    auto const of = [](std::string const& name, std::string const& type) {
        return "<Field_Delimited><name>" + name + "</name><data_type>" + type +
               "</data_type></Field_Delimited>";
    };
    auto const table = [&](std::string const& records, std::string const& delimiter) {
        return label("<Table_Delimited><offset>6</offset><records>" + records +
                     "</records><field_delimiter>" + delimiter + "</field_delimiter><Record_Delimited>" +
                     of("wave", "ASCII_Real") + of("r", "ASCII_Real") + of("note", "UTF8_String") +
                     "</Record_Delimited></Table_Delimited>");
    };
    auto const source = open(table("2", "Comma"));
    EXPECT_EQ(source->is().axis.wavelength, (std::vector<double>{1.5, 2.5}));
    EXPECT_EQ(source->read(0, 1).reflectance[0], 0.25);
    EXPECT_TRUE(std::isnan(source->read(0, 1).reflectance[1]));
    says(table("3", "Comma"), "ends after 2 records");
    says(table("2", "Semicolon"), "1 fields stand here");
    says(table("2", "Colon"), "field_delimiter is \"Colon\"");
}

TEST_F(XmlTables, EveryPrefixIsReadOrRefused) {
    write("data.tab", "head 1\n  500 0.10 .01\r\n  600-9.99 .02\r\n  700      .03\r\n");
    auto const whole = label(fixed("3", three_fields));
    auto const also = votable(
        columns, "<TABLEDATA><TR><TD>700</TD><TD>0.3</TD><TD>.01</TD><TD>a</TD><TD>3</TD></TR></TABLEDATA>");
    for (auto const& text : {whole, also})
        for (std::size_t length = 0; length < text.size(); length += 5)
            EXPECT_NE(refusal([&] { open(text.substr(0, length)); }), "") << length;
}

}  // namespace
}  // namespace vespa::mulumesc
