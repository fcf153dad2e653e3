#pragma once
// Compiles the including file once per instruction set. Use, at the top of a .cpp:
//
//   #undef HWY_TARGET_INCLUDE
//   #define HWY_TARGET_INCLUDE "planet/magnetic_field/multipoles_batch.cpp"   // this file, from the include
//   root #include "core/simd/foreach_target.hpp" #include "core/simd/lanes-inl.hpp"
//
// then the lane code between HWY_BEFORE_NAMESPACE() and HWY_AFTER_NAMESPACE() in namespace
// vespa::<folder>::HWY_NAMESPACE, and under `#if HWY_ONCE` HWY_EXPORT / HWY_DYNAMIC_DISPATCH.
#include <hwy/foreach_target.h>
