// What crt files tell libgcc of a static program's frames (crtbeginT.o calls these before main) is not wanted: libgcc would
// sort all of them, which takes 110 ms, as soon as it looks for the first one. That is at every start: dispatch_main ends the
// first thread with pthread_exit(3), which unwinds it. The table that the linker has sorted (--eh-frame-hdr) is found by
// dl_iterate_phdr(3) instead. Calls come here by ld's --wrap (`selfContained` in Package.swift).

void __wrap___register_frame_info(const void *begin, void *object);
void *__wrap___deregister_frame_info(const void *begin);

void __wrap___register_frame_info(const void *begin, void *object) {
    (void)begin;
    (void)object;
}

void *__wrap___deregister_frame_info(const void *begin) {
    (void)begin;
    return 0;
}
