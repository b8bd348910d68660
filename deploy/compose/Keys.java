import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes what compose.yaml mounts: certificates between the members, a key for tokens, and two tokens, for those who try
 * Concord out and have no issuer. {@code java deploy/compose/Keys.java DIRECTORY MEMBER...}, with a JDK 17 or newer. Makes
 * nothing that is there already.
 */
class Keys {
    private static final Duration TOKEN_VALIDITY = Duration.ofDays(30);
    private static final String ISSUER = "https://issuer.example";

    private final Path directory;

    private Keys(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println("usage: java Keys.java DIRECTORY MEMBER...");
            System.exit(64);
        }
        new Keys(Path.of(arguments[0])).make(List.of(arguments).subList(1, arguments.length));
    }

    private void make(List<String> members) throws Exception {
        Files.createDirectories(directory);
        var password = secret("store-password");
        secret("grafana-password");
        certificates(password, members);
        if (!Files.exists(directory.resolve("token-key.pem"))) {
            tokens();
        }
        System.out.println("MP_JWT_VERIFY_ISSUER=" + ISSUER);
    }

    /** As docs/cluster-tls.md has it. */
    private void certificates(String password, List<String> members) throws IOException, InterruptedException {
        if (!Files.exists(directory.resolve("authority.p12"))) {
            keytool(password, "-genkeypair", "-alias", "authority", "-keyalg", "EC", "-groupname", "secp256r1",
                    "-validity", "3650", "-dname", "CN=Concord authority", "-ext", "bc:critical=ca:true,pathlen:0",
                    "-ext", "ku:critical=keyCertSign", "-storetype", "PKCS12", "-keystore", "authority.p12");
            keytool(password, "-exportcert", "-rfc", "-alias", "authority", "-keystore", "authority.p12", "-file",
                    "authority.pem");
            keytool(password, "-importcert", "-noprompt", "-alias", "authority", "-file", "authority.pem", "-storetype",
                    "PKCS12", "-keystore", "truststore.p12");
            ownerOnly(directory.resolve("authority.p12"));
        }
        for (var member : members) {
            var store = member + ".p12";
            if (!Files.exists(directory.resolve(store))) {
                keytool(password, "-genkeypair", "-alias", member, "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
                        "CN=" + member, "-storetype", "PKCS12", "-keystore", store);
                keytool(password, "-certreq", "-alias", member, "-keystore", store, "-file", member + ".csr");
                keytool(password, "-gencert", "-rfc", "-alias", "authority", "-keystore", "authority.p12", "-infile",
                        member + ".csr", "-outfile", member + ".pem", "-validity", "825", "-ext",
                        "ku:critical=digitalSignature", "-ext", "eku=serverAuth,clientAuth", "-ext",
                        "san=dns:" + member);
                keytool(password, "-importcert", "-noprompt", "-alias", "authority", "-file", "authority.pem",
                        "-keystore", store);
                keytool(password, "-importcert", "-alias", member, "-file", member + ".pem", "-keystore", store);
                keytool(password, "-delete", "-alias", "authority", "-keystore", store);
                Files.delete(directory.resolve(member + ".csr"));
                Files.delete(directory.resolve(member + ".pem"));
                ownerOnly(directory.resolve(store));
            }
        }
    }

    private void keytool(String password, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        // From the environment, so that it stands in no list of processes.
        command.addAll(List.of("-storepass:env", "STORE_PASSWORD"));
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("STORE_PASSWORD", password);
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + said);
        }
    }

    private void tokens() throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3072);
        var pair = generator.generateKeyPair();
        write("admin-token", token(pair.getPrivate(), "admin", "concord-admin"));
        write("prometheus-token", token(pair.getPrivate(), "prometheus", "concord-reader"));
        var pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPublic().getEncoded());
        Files.writeString(
                directory.resolve("token-key.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + pem + "\n-----END PUBLIC KEY-----\n");
    }

    /** The private key is forgotten with this process: who wants more tokens has an issuer. */
    private static String token(PrivateKey key, String subject, String group) throws GeneralSecurityException {
        var now = Instant.now();
        var claims = "{\"iss\":\"" + ISSUER + "\",\"aud\":\"concord\",\"sub\":\"" + subject + "\",\"upn\":\"" + subject
                + "\",\"groups\":[\"" + group + "\"],\"jti\":\"" + random() + "\",\"iat\":" + now.getEpochSecond()
                + ",\"exp\":" + now.plus(TOKEN_VALIDITY).getEpochSecond() + "}";
        var signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String secret(String name) throws IOException {
        var file = directory.resolve(name);
        if (!Files.exists(file)) {
            write(name, random());
        }
        return Files.readString(file);
    }

    private static String random() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void write(String name, String text) throws IOException {
        var file = directory.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static void ownerOnly(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
