"""The floor: what Flask costs when it does almost nothing. Measured in the same run as LearnHub, so that figures
are ratios.

Flask, Flask-Login, the user by primary key and the lesson by slug through Flask-SQLAlchemy on SQLite, a 9 kB Jinja file
template, brotli 5. Served like LearnHub, by granian.
"""

import os
from pathlib import Path

import brotli
from flask import Flask, Response, redirect, render_template, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

HERE = Path(__file__).resolve().parent
db = SQLAlchemy()


class User(UserMixin, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Lesson(db.Model):
    slug: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    html: Mapped[str] = mapped_column(Text)


def create_app() -> Flask:
    app = Flask(__name__, template_folder=str(HERE / "templates"))
    app.config.update(
        SECRET_KEY="floor" * 8,
        SQLALCHEMY_DATABASE_URI=os.environ["FLOOR_DATABASE_URL"],
    )
    db.init_app(app)
    login = LoginManager(app)
    login.user_loader(lambda key: db.session.get(User, int(key)))

    @app.get("/in")
    def enter() -> Response:
        login_user(db.session.get(User, 1))
        return redirect("/lesson/first")

    @app.get("/lesson/<slug>")
    @login_required
    def lesson(slug: str) -> str:
        return render_template("floor.html", lesson=db.session.get(Lesson, slug), user=current_user)

    @app.after_request
    def compress(response: Response) -> Response:
        if "br" in request.headers.get("Accept-Encoding", ""):
            response.set_data(brotli.compress(response.get_data(), quality=5))
            response.headers["Content-Encoding"] = "br"
        return response

    return app


def fill(app: Flask, html: str) -> None:
    """One user, one lesson: `html` is the same lesson's text that LearnHub serves."""
    with app.app_context():
        db.create_all()
        db.session.add_all([User(id=1, name="Alex Floor"), Lesson(slug="first", title="First", html=html)])
        db.session.commit()
