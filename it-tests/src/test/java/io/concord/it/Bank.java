package io.concord.it;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Accounts between which money is moved by transactions, each through its own node: the sum of all accounts must never
 * change. One that gets no clear answer is sent again with the same id, to the next node.
 */
final class Bank implements AutoCloseable {
    static final int ACCOUNTS = 8;
    static final int MONEY = 100;
    static final int SUM = ACCOUNTS * MONEY;

    private static final int CLERKS = 4;
    private static final String ALL = "{\"then\":[{\"op\":\"range\",\"prefix\":\"account/\"}]}";

    /** Of the ids of its transfers: another bank of the same cluster has others. */
    private final String run = UUID.randomUUID().toString();

    private final List<Client> nodes;
    private final ExecutorService threads = Executors.newFixedThreadPool(CLERKS);
    private final AtomicInteger moved = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopping;

    private Bank(List<Client> nodes) {
        this.nodes = nodes;
    }

    static Bank open(LocalCluster cluster, List<String> nodeIds) throws IOException {
        var bank = new Bank(nodeIds.stream()
                .map(id -> SharedCluster.client(cluster, id, TokenGroup.WRITER))
                .toList());
        for (var account = 0; account < ACCOUNTS; account++) {
            bank.nodes.get(0).put(key(account), Integer.toString(MONEY));
        }
        for (var clerk = 0; clerk < CLERKS; clerk++) {
            var number = clerk;
            bank.threads.execute(() -> bank.work(number));
        }
        return bank;
    }

    /** Transfers that were carried out for certain. */
    int moved() {
        return moved.get();
    }

    /** What all accounts have together, as one node reads it in one view. */
    static int sumOfRange(Client node) throws IOException {
        var answer = node.send("GET", "/v1/kv?prefix=account/", null);
        return answer.statusCode() == 200 ? sum(Client.json(answer)) : SUM;
    }

    /** The same, read by a transaction. */
    static int sumOfTransaction(Client node) throws IOException {
        var answer = node.transact(ALL);
        return answer.statusCode() == 200
                ? sum(Client.json(answer).getJsonArray("outcomes").getJsonObject(0))
                : SUM;
    }

    /** Stops the clerks; fails if one of them failed. */
    void finish() {
        close();
        var failed = failure.get();
        if (failed != null) {
            throw new AssertionError("a clerk failed", failed);
        }
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a clerk hangs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(int clerk) {
        var random = new Random(clerk);
        try {
            for (var i = 0; !stopping; i++) {
                int from = random.nextInt(ACCOUNTS);
                int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
                transfer(clerk, from, to, 1 + random.nextInt(10), run + "/" + clerk + "/" + i);
            }
        } catch (RuntimeException | Error e) {
            failure.set(e);
        }
    }

    /** Reads both, and moves the amount if neither has changed meanwhile. */
    private void transfer(int clerk, int from, int to, int amount, String id) {
        var transaction = transaction(clerk, from, to, amount);
        for (var attempt = 0; transaction != null && attempt < 12; attempt++) {
            try {
                var answer = nodes.get((clerk + attempt) % nodes.size()).transact(transaction, "Idempotency-Key", id);
                if (answer.statusCode() == 200) {
                    moved.addAndGet(Client.json(answer).getBoolean("succeeded") ? 1 : 0);
                    return;
                }
                // 404: the server runs already, and Concord in it does not yet.
                if (answer.statusCode() < 500 && answer.statusCode() != 404) {
                    throw new IllegalStateException(answer + ": " + Client.text(answer));
                }
            } catch (IOException nodeIsDown) {
                // The next one answers, also what became of it if this one did it.
            }
        }
    }

    private @Nullable String transaction(int clerk, int from, int to, int amount) {
        try {
            var node = nodes.get(clerk % nodes.size());
            var debtor = node.get(key(from));
            var creditor = node.get(key(to));
            if (debtor.statusCode() != 200 || creditor.statusCode() != 200) {
                return null;
            }
            return "{\"compare\":[" + unchanged(from, Client.header(debtor, "ETag")) + ","
                    + unchanged(to, Client.header(creditor, "ETag")) + "],\"then\":["
                    + put(from, Integer.parseInt(Client.text(debtor)) - amount) + ","
                    + put(to, Integer.parseInt(Client.text(creditor)) + amount) + "]}";
        } catch (IOException nodeIsDown) {
            return null;
        }
    }

    private static String unchanged(int account, String tag) {
        return "{\"key\":\"" + key(account) + "\",\"target\":\"revision\",\"operand\":" + tag.replace("\"", "") + "}";
    }

    private static String put(int account, int money) {
        return "{\"op\":\"put\",\"key\":\"" + key(account) + "\",\"value\":\"" + money + "\"}";
    }

    private static int sum(JsonObject list) {
        return list.getJsonArray("entries").stream()
                .map(JsonValue::asJsonObject)
                .mapToInt(Bank::money)
                .sum();
    }

    /** What an account has. Its first value came without a content type, so that it is shown in base64. */
    static int money(JsonObject entry) {
        var value = entry.getString("value");
        return Integer.parseInt(
                entry.getString("encoding").equals("base64")
                        ? new String(Base64.getDecoder().decode(value), StandardCharsets.US_ASCII)
                        : value);
    }

    private static String key(int account) {
        return "account/" + account;
    }
}
