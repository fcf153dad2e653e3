#include "uws/vosi.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

namespace vespa::uws {
namespace {

TEST(Vosi, Availability) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(availability_document(false, *parse_instant("2026"), "a < b").c_str()));
    auto const root = document.child("vosi:availability");
    EXPECT_STREQ(root.child_value("vosi:available"), "false");
    EXPECT_STREQ(root.child_value("vosi:upSince"), "2026-01-01T00:00:00.000Z");
    EXPECT_STREQ(root.child_value("vosi:note"), "a < b");
}

TEST(Vosi, CapabilitiesNameTheStandards) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(
        capabilities_document(capabilities_of_code("http://h/x", "List of <x>")).c_str()));
    std::string ids;
    for (auto const capability : document.child("vosi:capabilities").children("capability"))
        ids += std::string(capability.attribute("standardID").value()) + "=" +
               capability.child("interface").child_value("accessURL") + " ";
    EXPECT_EQ(ids,
              "ivo://ivoa.net/std/VOSI#capabilities=http://h/x/capabilities "
              "ivo://ivoa.net/std/VOSI#availability=http://h/x/availability "
              "ivo://ivoa.net/std/VOSI#tables-1.1=http://h/x/tables "
              "ivo://ivoa.net/std/DALI#examples=http://h/x/examples "
              "ivo://ivoa.net/std/UWS#rest-1.1=http://h/x/async =http://h/x/sync ");
}

}  // namespace
}  // namespace vespa::uws
