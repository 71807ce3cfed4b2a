#pragma once

#include "config/outside_options.hpp"

/// The options of a node that is one of several.
namespace smartfin::option_rows {

bool is_https_endpoint(std::string_view url);
bool is_host_and_port(std::string_view place);
bool is_service_name(std::string_view name);

inline constexpr auto cluster = &settings::cluster;
inline constexpr option cluster_options[] = {
    text<cluster, &cluster_settings::etcd>(
        "etcd", {is_https_endpoint, "the text of an endpoint, such as \"https://127.0.0.1:2379\""},
        "The etcd in which the nodes find each other, over mutual TLS. None means a node by itself; with some, "
        "storage.url must name PostgreSQL and security.master_key_file the key that all nodes have."),
    text<cluster, &cluster_settings::etcd_ca_file>(
        "etcd_ca_file", path_or_empty,
        "The authority that signed the certificates of etcd; empty means those of the system."),
    text<cluster, &cluster_settings::etcd_certificate_file>("etcd_certificate_file", path_or_empty,
                                                            "What this node shows to etcd."),
    text<cluster, &cluster_settings::etcd_key_file>("etcd_key_file", path_or_empty,
                                                    "Its key; nobody else may read it."),
    text<cluster, &cluster_settings::keys_folder>(
        "keys_folder", path_or_empty,
        "The folder that `smartfin keys issue` made for this node: who it is and which services it may run."),
    text<cluster, &cluster_settings::listen>(
        "listen", {is_host_and_port, "a text as \"HOST:PORT\"; port 0 takes any free one"},
        "Where other nodes connect."),
    text<cluster, &cluster_settings::advertise>(
        "advertise", path_or_empty,
        "\"HOST:PORT\" at which other nodes reach this one; empty means as in \"listen\"."),
    text<cluster, &cluster_settings::services>(
        "services", {is_service_name, "the name of a service, such as \"finance\""},
        "The services that work in this node; none means all of them."),
    number<cluster, &cluster_settings::lease>(
        "lease_ms", {2'000, 60'000},
        "How long a node that is not heard of still counts as one of the cluster."),
};

}  // namespace smartfin::option_rows
