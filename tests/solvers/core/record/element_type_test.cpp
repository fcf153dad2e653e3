#include "core/record/element_type.hpp"

#include <gtest/gtest.h>

namespace {

using namespace vespa::record;
using enum ElementType;

TEST(ElementTypes, AreThoseOfTheCppTypes) {
    EXPECT_EQ(element_type_of<double>(), float64);
    EXPECT_EQ(element_type_of<float>(), float32);
    EXPECT_EQ(element_type_of<long>(), int64);
    EXPECT_EQ(element_type_of<unsigned long long>(), uint64);
    EXPECT_EQ(element_type_of<signed char>(), int8);
    EXPECT_EQ(size_of(uint16), 2u);
    EXPECT_EQ(size_of(float32), 4u);
    EXPECT_EQ(name_of(uint32), "uint32");
    EXPECT_EQ(name_of(int8), "int8");
    EXPECT_FALSE(Element<bool>);
    EXPECT_FALSE(Element<long double>);
}

TEST(ElementTypes, ConvertOnlyWhereEveryValueFits) {
    EXPECT_TRUE(converts_to(int64, float64));
    EXPECT_TRUE(converts_to(float64, float32));
    EXPECT_FALSE(converts_to(float32, int64));
    EXPECT_TRUE(converts_to(int8, int8));
    EXPECT_TRUE(converts_to(int8, int64));
    EXPECT_FALSE(converts_to(int64, int32));
    EXPECT_TRUE(converts_to(uint32, int64));
    EXPECT_FALSE(converts_to(uint64, int64));
    EXPECT_FALSE(converts_to(int8, uint64));
    EXPECT_FALSE(converts_to(uint16, uint8));
}

}  // namespace
