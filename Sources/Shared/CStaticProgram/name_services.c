#include <netdb.h>
#include <nss.h>
#include <stddef.h>

/// Names of hosts and users come from files and DNS, whatever nsswitch.conf(5) says: a static program holds these two, and
/// would load any other module from the host, made for another C library.
__attribute__((constructor(101))) static void keep_to_own_name_services(void) {
    __nss_configure_lookup("hosts", "files dns");
    static const char *const databases[] = {"passwd", "group", "services", "protocols", "networks"};
    for (size_t i = 0; i < sizeof databases / sizeof *databases; i++) __nss_configure_lookup(databases[i], "files");
}
