import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

/**
 * Tells the types and methods of Java sources, one a line, with tabs between: {@code type},
 * its package, name, how many lines it has and the first word of its Javadoc; {@code method},
 * the package, its name, its lines, and the first word.
 *
 * <pre>java JavaShape.java FILE …</pre>
 */
final class JavaShape extends TreePathScanner<Void, CompilationUnitTree> {

	private final DocTrees trees;

	private final SourcePositions positions;

	private JavaShape(DocTrees trees) {
		this.trees = trees;
		this.positions = trees.getSourcePositions();
	}

	public static void main(String[] arguments) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> unread = new DiagnosticCollector<>();
		try (var files = compiler.getStandardFileManager(unread, null, null)) {
			List<Path> paths = new ArrayList<>();
			for (String list : arguments) {
				Files.readAllLines(Path.of(list)).forEach((line) -> paths.add(Path.of(line)));
			}
			JavacTask task = (JavacTask) compiler.getTask(null, files, unread, List.of("-proc:none"), null,
					files.getJavaFileObjectsFromPaths(paths));
			JavaShape shape = new JavaShape(DocTrees.instance(task));
			for (CompilationUnitTree unit : task.parse()) {
				shape.scan(unit, unit);
			}
		}
	}

	@Override
	public Void visitClass(ClassTree type, CompilationUnitTree unit) {
		if (!type.getSimpleName().isEmpty()) {
			tell("type", type.getSimpleName().toString(), type, unit);
		}
		return super.visitClass(type, unit);
	}

	@Override
	public Void visitMethod(MethodTree method, CompilationUnitTree unit) {
		boolean written = this.positions.getEndPosition(unit, method) > 0 && method.getReturnType() != null;
		if (written) {
			tell("method", method.getName().toString(), method, unit);
		}
		return super.visitMethod(method, unit);
	}

	private void tell(String kind, String name, Tree tree, CompilationUnitTree unit) {
		LineMap lines = unit.getLineMap();
		long first = lines.getLineNumber(this.positions.getStartPosition(unit, tree));
		long last = lines.getLineNumber(this.positions.getEndPosition(unit, tree));
		String javadoc = this.trees.getDocComment(TreePath.getPath(unit, tree));
		String word = (javadoc != null) ? javadoc.strip().split("\\s+", 2)[0] : "";
		System.out.println(String.join("\t", kind, String.valueOf(unit.getPackageName()), name,
				String.valueOf(last - first + 1), word, unit.getSourceFile().getName()));
	}

}
