#pragma once

#include <algorithm>
#include <random>
#include <sstream>
#include <string>

namespace smartfin::testing {

/// Invented people in the form of the official file: well-being follows savings and habits.
inline std::string synthetic_nfwbs(int people, unsigned seed) {
  std::mt19937 engine(seed);
  const auto whole = [&](int low, int high) {
    return std::uniform_int_distribution<>(low, high)(engine);
  };
  std::ostringstream out;
  out << "PUF_ID,FWBscore,PPINCIMP,SAVINGSRANGES,HOUSERANGES,MORTGAGE,HOUSING,agecat,PPHHSIZE,"
         "PRODHAVE_1,PRODHAVE_3,PRODHAVE_4,PRODHAVE_6,PRODHAVE_8,PRODUSE_1,PRODUSE_2,MANAGE1_1,"
         "MANAGE1_2,MANAGE1_3,VOLATILITY,REJECTED_1,COLLECT,AUTOMATED_2,PPETHM,PPGENDER,finalwt\n";
  for (int id = 1; id <= people; ++id) {
    const int income = whole(1, 9);
    const int savings = whole(1, 7);
    const int on_time = whole(1, 5);
    const int score = 20 + 4 * savings + 3 * on_time + income + whole(-8, 8);
    out << id << ',' << score << ',' << income << ',' << savings << ',' << whole(1, 7) << ",-2,"
        << whole(1, 3) << ',' << whole(1, 8) << ',' << whole(1, 5);
    for (int flag = 0; flag < 7; ++flag) out << ',' << whole(0, 1);
    out << ',' << on_time << ',' << whole(1, 5) << ',' << whole(1, 5) << ',' << whole(1, 3) << ','
        << whole(0, 1) << ',' << whole(0, 1) << ',' << whole(0, 1) << ',' << whole(1, 4) << ','
        << whole(1, 2) << ',' << whole(5, 20) / 10.0 << '\n';
  }
  return out.str();
}

/// Invented households with five implicates each: stress follows low savings.
inline std::string synthetic_scf(int households, unsigned seed) {
  std::mt19937 engine(seed);
  const auto whole = [&](int low, int high) {
    return std::uniform_int_distribution<>(low, high)(engine);
  };
  std::ostringstream out;
  out << "YY1,Y1,WGT,LATE,LATE60,HPAYDAY,TURNDOWN,FEARDENIAL,BNKRUPLAST5,FORECLLAST5,INCOME,LIQ,"
         "RENT,MORTPAY,TPAY,FOODHOME,FOODAWAY,FOODDELV,CCBAL,OTH_INST,ODEBT,OTHLOC,VEH_INST,"
         "EDN_INST,MRTHEL,HOUSECL,AGE,MARRIED,KIDS,HRETQLIQ,NMMF,STOCKS,BOND,HLIQ,WSAVED,RACECL4,"
         "HHSEX\n";
  for (int id = 1; id <= households; ++id) {
    const int savings = whole(0, 40000);
    const bool late = whole(0, 40000) > savings + 15000;
    const int owns = whole(1, 2);
    for (int implicate = 1; implicate <= 5; ++implicate) {
      out << id << ',' << 10 * id + implicate << ',' << whole(500, 9000) << ',' << late << ','
          << (late && id % 3 == 0) << ",0,0,0,0,0," << whole(8000, 150000) << ',' << savings << ','
          << (owns == 2 ? whole(300, 2000) : 0) << ',' << (owns == 1 ? whole(0, 2000) : 0) << ','
          << whole(0, 2500) << ',' << whole(1000, 9000) << ',' << whole(0, 4000) << ",0,"
          << whole(0, 8000) << ",0,0," << whole(0, 3000) << ',' << whole(0, 20000) << ','
          << std::max(0, whole(-20000, 30000)) << ',' << (owns == 1 ? whole(0, 200000) : 0) << ','
          << owns << ',' << whole(18, 95) << ',' << whole(1, 2) << ',' << whole(0, 4) << ','
          << whole(0, 1) << ",0,0,0,1," << whole(1, 3) << ',' << whole(1, 4) << ',' << whole(1, 2)
          << '\n';
    }
  }
  return out.str();
}

}  // namespace smartfin::testing
