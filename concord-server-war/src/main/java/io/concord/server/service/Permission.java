package io.concord.server.service;

/** What a caller may be allowed to do, each including what stands before it. */
public enum Permission {
    READ,
    WRITE,
    ADMIN
}
