/* Checks calendar files against the restrictions of RFC 5545 and 5546 with libical.
 * check_with_libical FILE... prints one line for each: OK, or what is wrong with it. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static char *contents(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc((size_t)size + 1, 1);
    if (text && fread(text, 1, (size_t)size, file) != (size_t)size) size = -1;
    fclose(file);
    return size < 0 ? NULL : text;
}

int main(int count, char **paths) {
    int bad = 0;
    icalerror_set_errors_are_fatal(0);
    for (int i = 1; i < count; i++) {
        char *text = contents(paths[i]);
        icalcomponent *calendar = text ? icalparser_parse_string(text) : NULL;
        if (!calendar) {
            printf("%s: not a calendar\n", paths[i]);
            bad = 1;
            continue;
        }
        /* It writes what is wrong into the components, as X-LIC-ERROR. */
        int fits = icalrestriction_check(calendar);
        int errors = icalcomponent_count_errors(calendar);
        if (fits && errors == 0) {
            printf("%s: OK\n", paths[i]);
        } else {
            printf("%s: %d errors\n%s\n", paths[i], errors,
                   icalcomponent_as_ical_string(calendar));
            bad = 1;
        }
        icalcomponent_free(calendar);
        free(text);
    }
    return bad;
}
