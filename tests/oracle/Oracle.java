import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DecimalData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.xform.util.XFormUtils;

/**
 * Asks JavaRosa, the engine of ODK Collect, what it makes of filled forms.
 *
 * <p>Arguments: the language of the labels, then XForm files. The first line out is the day that today() gives. Then
 * for each line in, {"form": file name, "set": {question: [type, text]}}, one line out with "values", "relevant" and
 * "constraint" by question; every question that is not set is blank. Run with -Duser.timezone=UTC.
 */
public final class Oracle {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        Map<String, Form> forms = new HashMap<>();
        for (int at = 1; at < arguments.length; at++) {
            Path path = Path.of(arguments[at]);
            forms.put(path.getFileName().toString(), new Form(path, arguments[0]));
        }
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.println(JSON.writeValueAsString(LocalDate.now(ZoneOffset.UTC).toString()));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode job = JSON.readTree(line);
            out.println(JSON.writeValueAsString(forms.get(job.get("form").asText()).fill(job.get("set"))));
        }
        out.flush();
    }

    /** One form; its answers are all set anew for each case. */
    private static final class Form {
        private final FormDef form;
        private final Map<String, TreeElement> questions = new LinkedHashMap<>();
        private final List<String> answered = new ArrayList<>();

        Form(Path path, String language) throws Exception {
            try (var stream = Files.newInputStream(path)) {
                form = XFormUtils.getFormFromInputStream(stream);
            }
            form.initialize(true, new InstanceInitializationFactory());
            if (form.getLocalizer() != null) {
                form.getLocalizer().setLocale(language);
            }
            collect(form.getMainInstance().getRoot());
        }

        private void collect(TreeElement element) {
            for (int at = 0; at < element.getNumChildren(); at++) {
                TreeElement child = element.getChildAt(at);
                questions.put(child.getName(), child);
                collect(child);
            }
        }

        ObjectNode fill(JsonNode set) {
            for (String name : answered) {
                answer(name, null);
            }
            answered.clear();
            set.fields().forEachRemaining(field -> {
                answer(field.getKey(), data(field.getValue().get(0).asText(), field.getValue().get(1).asText()));
                answered.add(field.getKey());
            });
            return state();
        }

        private void answer(String name, IAnswerData data) {
            form.setValue(data, questions.get(name).getRef(), true);
        }

        private ObjectNode state() {
            ObjectNode state = JSON.createObjectNode();
            ObjectNode values = state.putObject("values");
            ObjectNode relevant = state.putObject("relevant");
            ObjectNode constraint = state.putObject("constraint");
            questions.forEach((name, element) -> {
                IAnswerData data = element.getValue();
                values.put(name, data == null ? "" : data.uncast().getString());
                relevant.put(name, element.isRelevant());
                constraint.put(name, form.evaluateConstraint(element.getRef(), data));
            });
            return state;
        }
    }

    private static IAnswerData data(String type, String text) {
        switch (type) {
            case "integer":
                return new IntegerData(Integer.parseInt(text));
            case "decimal":
                return new DecimalData(Double.parseDouble(text));
            case "date":
                return new DateData(Date.from(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)));
            case "select_one":
                return new SelectOneData(new Selection(text));
            case "select_multiple":
                List<Selection> chosen = new ArrayList<>();
                for (String name : text.split(" ")) {
                    chosen.add(new Selection(name));
                }
                return new MultipleItemsData(chosen);
            default:
                return new StringData(text);
        }
    }
}
