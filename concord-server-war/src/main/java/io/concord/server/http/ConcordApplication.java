package io.concord.server.http;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** The JAX-RS application; bearer tokens are MicroProfile JWTs. */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT")
public class ConcordApplication extends Application {}
