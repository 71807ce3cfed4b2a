#include "commands/built_in_models.hpp"

#include <span>

#include "http/static_files.hpp"

namespace smartfin::http {
std::span<const embedded_file> score_model_files();  // made by the build
}

namespace smartfin {

model_files built_in_models() {
  const auto text_of = [](std::string_view name) {
    for (const auto& file : http::score_model_files())
      if (file.path.ends_with(name)) return std::string{file.bytes};
    return std::string{};
  };
  return {text_of(manifest_file), text_of(wellbeing_file), text_of(stress_file)};
}

}  // namespace smartfin
