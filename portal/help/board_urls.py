from django.urls import path

from .views import board

board_urls = [
    path("bord/", board.board, name="board"),
    path("bord/<int:pk>/<slug:verb>/", board.act_on_board, name="act_on_board"),
    path("bemiddeling/prikbord/<slug:area>.pdf", board.board_file, name="board_file"),
]
