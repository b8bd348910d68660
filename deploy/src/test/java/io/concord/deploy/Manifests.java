package io.concord.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds its way in Kubernetes' documents. */
final class Manifests {
    private Manifests() {}

    static List<Tree> of(List<Tree> documents, String kind) {
        return documents.stream()
                .filter(document -> document.text("kind").equals(kind))
                .toList();
    }

    /** What the stateful set makes each pod of. */
    static Tree pod(List<Tree> documents) {
        return of(documents, "StatefulSet").get(0).get("spec/template");
    }

    static Tree container(List<Tree> documents) {
        return pod(documents).get("spec/containers/0");
    }

    /** As the pod of an ordinal gets it: the config map, and then its own. */
    static Map<String, String> environment(List<Tree> documents, int ordinal) {
        var environment = new LinkedHashMap<String, String>();
        of(documents, "ConfigMap")
                .get(0)
                .get("data")
                .members()
                .forEach((name, value) -> environment.put(name, value.text()));
        var pod = of(documents, "StatefulSet").get(0).text("metadata/name") + "-" + ordinal;
        var fields = Map.of("metadata.name", pod, "status.podIP", "10.0.0." + (1 + ordinal));
        for (var variable : container(documents).items("env")) {
            var value = variable.has("value")
                    ? variable.text("value").replace("$(CONCORD_NODE_ID)", pod)
                    : Objects.requireNonNull(fields.get(variable.text("valueFrom/fieldRef/fieldPath")));
            environment.put(variable.text("name"), value);
        }
        return environment;
    }
}
